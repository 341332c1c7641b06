/* Only enhances: every page works without it. */
(() => {
  const all = (what, root = document) => [...root.querySelectorAll(what)];
  const on = (type, what, act) => document.addEventListener(type, (event) => {
    const near = event.target.closest && event.target.closest(what);
    if (near) act(near, event);
  });

  /* The LMS's frame grows with the page. Platforms read an object, or its JSON. */
  let height = 0;
  const grow = () => {
    const wanted = Math.ceil(document.documentElement.getBoundingClientRect().height);
    if (window.parent === window || Math.abs(wanted - height) < 2) return;
    height = wanted;
    const message = { subject: "lti.frameResize", height };
    window.parent.postMessage(message, "*");
    window.parent.postMessage(JSON.stringify(message), "*");
  };
  new ResizeObserver(grow).observe(document.documentElement);

  /* Copy buttons; frames often lack the clipboard, and then the old way works. */
  const copyOld = (text) => {
    const field = Object.assign(document.createElement("textarea"), { value: text, className: "vh" });
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  };
  on("click", "[data-copy]", async (button) => {
    const text = button.dataset.copy;
    let done = true;
    try { await navigator.clipboard.writeText(text); } catch { done = copyOld(text); }
    const words = button.querySelector("span");
    if (done && words) words.textContent = button.dataset.done;
  });

  /* Dialogs: a button names one by data-dialog; one with data-close shuts its own. */
  on("click", "[data-dialog]", (button, event) => {
    const dialog = document.getElementById(button.dataset.dialog);
    if (dialog) { event.preventDefault(); dialog.showModal(); }
  });
  on("click", "[data-close]", (button) => button.closest("dialog").close());

  /* A form with data-popup opens a named window by its target; here it gets a handy size. */
  on("submit", "form[data-popup]", (form) => {
    const popup = window.open("", form.target, "popup,width=520,height=680");
    if (popup) popup.focus();
  });
  window.addEventListener("message", (event) => {
    const connected = event.data && event.data.type === "alongside:connected";
    if (connected && event.origin === window.location.origin) window.location.reload();
  });

  /* The browser's zone, where the person has not chosen one. */
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const OLD = { "Asia/Calcutta": "Asia/Kolkata", "Europe/Kiev": "Europe/Kyiv" };
  const fillZones = (root) => all("[data-zone]", root).forEach((field) => {
    const zone = OLD[here] || here;
    const known = !field.options || [...field.options].some((option) => option.value === zone);
    if (zone && known) field.value = zone;
  });

  /* While choosing a time, the line below the week says which one. */
  on("change", ".week input[name=time], [data-dock] input[name=time]", (input) => {
    const dock = document.querySelector(".dock");
    if (!dock) return;
    const set = (what, text) => {
      const line = dock.querySelector(what);
      if (line && text) line.textContent = text;
    };
    set("[data-dock-time]", input.dataset.time);
    set("[data-dock-others]", input.dataset.others);
    all("button[disabled]", dock).forEach((button) => { button.disabled = false; });
  });

  const enhance = (root = document) => {
    all("[data-copy][hidden]", root).forEach((button) => { button.hidden = false; });
    all("[data-script]", root).forEach((part) => { part.hidden = false; });
    fillZones(root);
  };
  enhance();
  document.addEventListener("htmx:after:swap", () => enhance());

  const wrong = document.getElementById("summary");
  if (wrong) wrong.focus();

  /* In the window that connected an account: tell the page that opened it, then close. */
  if (document.querySelector("[data-connected]") && window.opener) {
    window.opener.postMessage({ type: "alongside:connected" }, window.location.origin);
    window.close();
  }
})();
