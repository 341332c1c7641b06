// What this page answers to the tool in its frame: its height, and (when switched on) storage
// for a tool whose cookies are blocked (LTI client-side postMessages and postMessage storage 0.1).
// Loaded before the frame, so that no message is missed: hence the frame is looked up each time.
(() => {
  const theFrame = () => document.getElementById("contentframe");
  const storing = () => theFrame().dataset.storage === "on";
  const stored = new Map();
  const MAX_VALUES = 50;
  const MAX_LENGTH = 4096;

  function resize(message) {
    const height = Math.min(Math.max(Number(message.height) || 0, 0), 20000);
    theFrame().style.minHeight = `${height}px`;
    return {};
  }

  function capabilities() {
    const subjects = ["lti.capabilities", "lti.frameResize"];
    if (storing()) subjects.push("lti.put_data", "lti.get_data");
    return { supported_messages: subjects.map((subject) => ({ subject })) };
  }

  function putData(message) {
    const { key, value } = message;
    const fits = typeof key === "string" && String(value ?? "").length <= MAX_LENGTH;
    if (!fits) return { error: { code: "bad_request", message: "key or value cannot be kept" } };
    if (value === null || value === undefined) stored.delete(key);
    else if (stored.size >= MAX_VALUES && !stored.has(key)) {
      return { error: { code: "storage_exhaustion", message: "too many values" } };
    } else stored.set(key, value);
    return { key, value };
  }

  function getData(message) {
    return { key: message.key, value: stored.get(message.key) ?? null };
  }

  const always = { "lti.capabilities": capabilities, "lti.frameResize": resize };
  const whenStoring = { ...always, "lti.put_data": putData, "lti.get_data": getData };

  function parsed(data) {
    if (typeof data !== "string") return data;
    try {
      return JSON.parse(data);
    } catch {
      return null;
    }
  }

  window.addEventListener("message", (event) => {
    const message = parsed(event.data);
    const frame = theFrame();
    if (event.source !== frame?.contentWindow) return;
    if (event.origin !== frame.dataset.toolOrigin) return;
    const answers = storing() ? whenStoring : always;
    if (!message || !Object.hasOwn(answers, message.subject)) return;
    const reply = {
      subject: `${message.subject}.response`,
      message_id: message.message_id,
      ...answers[message.subject](message),
    };
    event.source.postMessage(typeof event.data === "string" ? JSON.stringify(reply) : reply, event.origin);
  });
})();
