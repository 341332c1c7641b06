/* Two steps of a launch that only the platform's frame can help with (LTI platform storage):
   #keep asks it to remember a value, #fetch asks for it back. Whatever happens, both go on. */
(() => {
  const WAIT_MS = 1500;
  const page = document.getElementById("keep") || document.getElementById("fetch");
  if (!page) return;
  const { frame, origin, key, value, location: next } = page.dataset;
  const keeps = page.id === "keep";
  const id = crypto.randomUUID();
  const subject = keeps ? "lti.put_data" : "lti.get_data";
  let done = false;

  const goOn = (found) => {
    if (done) return;
    done = true;
    if (keeps) { window.location.replace(next); return; }
    page.elements.value.value = typeof found === "string" ? found : "";
    page.submit();
  };

  const read = (data) => {
    if (typeof data !== "string") return data;
    try { return JSON.parse(data); } catch { return null; }
  };

  window.addEventListener("message", (event) => {
    const answer = read(event.data);
    const ours = event.origin === origin && answer && answer.message_id === id;
    if (ours && answer.subject === `${subject}.response`) goOn(answer.error ? "" : answer.value);
  });

  const target = () => {
    const near = window.parent === window ? window.opener : window.parent;
    if (!near || frame === "_parent") return near;
    try { return near.frames[frame] || near; } catch { return near; }
  };

  setTimeout(goOn, WAIT_MS, "");
  const message = { subject, message_id: id, key };
  if (keeps) message.value = value;
  try { target().postMessage(message, origin); } catch { goOn(""); }
})();
