// Loaded before the frame, so that no message is missed. A tool that has finished its registration asks to be closed (Dynamic Registration 1.0, 3.7).
window.addEventListener("message", (event) => {
  const frame = document.getElementById("contentframe");
  if (event.source !== frame.contentWindow) return;
  if (!event.data || event.data.subject !== "org.imsglobal.lti.close") return;
  window.location.assign(document.getElementById("back").href);
});
