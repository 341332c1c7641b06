/* Answers the tab as Teams does: Microsoft's messages over https, the adapter's over http. */
(() => {
  const frame = document.getElementById("tab");
  const said = frame.dataset;
  const tool = new URL(said.tool).origin;
  const heard = [];
  window.heard = heard;
  let theme = document.documentElement.dataset.theme;
  const silent = said.silent !== "";

  const context = () => ({
    app: { locale: said.locale, theme, sessionId: "s", host: { name: said.shell, clientType: "web", sessionId: "h" } },
    page: { id: said.entity, frameContext: said.frame, subPageId: said.thing },
    chat: said.thread ? { id: said.thread } : undefined,
  });
  /* The older shape that Microsoft's script turns into the one above. */
  const legacy = () => ({
    locale: said.locale, theme, entityId: said.entity, subEntityId: said.thing, frameContext: said.frame,
    chatId: said.thread || undefined, hostClientType: "web", hostName: said.shell, sessionId: "s", appSessionId: "a",
  });
  const runtime = JSON.stringify({
    apiVersion: 4, isNAAChannelRecommended: false, hostVersionsInfo: {}, isLegacyTeams: false,
    supports: { pages: { appButton: {}, backStack: {}, config: {}, fullTrust: {}, tabs: {} }, appInstallDialog: {}, ...(said.shell === "Teams" ? { chat: {} } : {}) },
  });
  const token = async () => (await (await fetch(said.token)).json()).token;

  let popup = null;
  const openPopup = (url) => new Promise((well, ill) => {
    popup = { window: window.open(url, "popup", "popup,width=520,height=680"), well, ill };
    if (!popup.window) ill(new Error("FailedToOpenWindow"));
  });
  const donePopup = (answer) => {
    if (!popup) return;
    popup.window.close();
    popup.well(answer);
    popup = null;
  };

  /* A channel's tab is first set up: the page says what to show, and a press of Save shows it. */
  const save = document.getElementById("save");
  let chosen = null;
  const maySave = (yes) => { if (save) save.disabled = !yes; };
  const saved = () => {
    if (!save || !chosen) return;
    save.remove();
    said.frame = "content";
    frame.src = chosen.contentUrl;
  };

  /* Microsoft's script: a request has an id, and the answer repeats it with a list of values. */
  const ANSWERS = {
    /* In its popup the script may end a sign-in, and nothing else. */
    initialize: async (_, source) => [
      popup && source === popup.window ? "authentication" : said.frame, "web", runtime, "2.58.0",
    ],
    getContext: async () => [legacy()],
    "authentication.getAuthToken": async () => [true, await token()],
    "authentication.authenticate": async ([url]) => [true, await openPopup(url)],
    "authentication.authenticate.success": async ([answer]) => { donePopup(answer); return null; },
    /* What the tab leaves to its host goes back to where Teams was opened from. */
    navigateBack: async () => { window.location.assign(said.home); return null; },
    "settings.setValidityState": async ([yes]) => { maySave(yes); return null; },
    "settings.setSettings": async ([settings]) => { chosen = settings; return [true]; },
    "settings.save.success": async () => { saved(); return null; },
    openLink: async () => [true],
    executeDeepLink: async () => [true],
  };
  const official = async ({ source, origin, data }) => {
    heard.push(data.func === "registerHandler" ? `hears ${data.args[0]}` : data.func);
    const act = ANSWERS[data.func];
    const args = act ? await act(data.args || [], source).catch((error) => [false, error.message]) : null;
    if (args) source.postMessage({ id: data.id, uuid: data.uuid, args }, origin);
  };

  const ASKED = {
    context: async () => context(), token,
    popup: (url) => openPopup(url), done: async () => donePopup("connected"),
    back: async () => { window.location.assign(said.home); },
    open: async (link) => { heard.push(link); },
    "set-up": async (settings) => { chosen = settings; maySave(true); },
  };
  const adapter = async ({ source, origin, data }) => {
    heard.push(data.ask);
    const answer = { to: "alongside", id: data.id };
    try { answer.answer = await ASKED[data.ask](data.value); } catch (error) { answer.error = error.message; }
    source.postMessage(answer, origin);
  };

  window.addEventListener("message", (event) => {
    if (event.origin !== tool || silent || !event.data) return;
    if (event.data.to === "host") adapter(event);
    else if (event.data.func) official(event);
  });

  document.getElementById("theme").addEventListener("change", ({ target }) => {
    theme = target.value;
    document.documentElement.dataset.theme = theme;
    frame.contentWindow.postMessage({ func: "themeChange", args: [theme] }, tool);
    frame.contentWindow.postMessage({ to: "alongside", theme }, tool);
  });
  document.getElementById("back").addEventListener("click", () => {
    frame.contentWindow.postMessage({ func: "backButtonPress", args: [] }, tool);
    frame.contentWindow.postMessage({ to: "alongside", back: true }, tool);
  });
  if (save) {
    save.addEventListener("click", () => {
      frame.contentWindow.postMessage({ func: "settings.save", args: [{}] }, tool);
      saved();
    });
  }
  ["person", "shell"].forEach((name) => {
    document.getElementById(name).addEventListener("change", ({ target }) => {
      window.location.assign(target.value);
    });
  });
  frame.src = said.src;
})();
