/* The tab in Teams, Outlook and Microsoft 365. Pages work without it, once one is open. */
(() => {
  const meta = document.querySelector("meta[name=teams-host]");
  if (!meta) return;
  const THEMES = { default: "light", dark: "dark", contrast: "contrast", glass: "dark" };
  const PATIENCE_MS = 8000;
  const origins = meta.dataset.origins.split(" ").filter(Boolean);
  const within = (promise) => Promise.race([promise, new Promise((_, fail) => {
    setTimeout(() => fail(new Error("the host is silent")), PATIENCE_MS);
  })]);

  /* What a host is asked, by Microsoft's script. */
  const real = ({ app, authentication, pages }) => ({
    start: async () => {
      await app.initialize(origins.filter((one) => one.startsWith("https:")));
      app.notifySuccess();
      return app.getContext();
    },
    token: () => authentication.getAuthToken(),
    onTheme: (act) => app.registerOnThemeChangeHandler(act),
    onBack: (act) => {
      if (pages.backStack.isSupported()) pages.backStack.registerBackButtonHandler(act);
    },
    popup: (url) => authentication.authenticate({ url, width: 520, height: 680 }),
    done: () => authentication.notifySuccess("connected"),
    open: (link) => app.openLink(link),
    setUp: (settings) => {
      pages.config.registerOnSaveHandler((event) => {
        pages.config.setConfig(settings).then(() => event.notifySuccess());
      });
      pages.config.setValidityState(true);
    },
  });

  /* The same over http, where Microsoft's script is silent: a pretend host on this machine. */
  const pretend = () => {
    const host = window.opener || window.parent;
    const waiting = new Map();
    let themed = () => {};
    let backed = () => false;
    window.addEventListener("message", ({ source, origin, data }) => {
      if (source !== host || !origins.includes(origin) || !data || data.to !== "alongside") return;
      if (data.theme) themed(data.theme);
      if (data.back && !backed()) host.postMessage({ to: "host", ask: "back" }, origin);
      const waits = waiting.get(data.id);
      waiting.delete(data.id);
      if (waits) waits[data.error ? 1 : 0](data.error ? new Error(data.error) : data.answer);
    });
    let last = 0;
    const ask = (what, value) => new Promise((well, ill) => {
      last += 1;
      waiting.set(last, [well, ill]);
      origins.forEach((one) => host.postMessage({ to: "host", id: last, ask: what, value }, one));
    });
    return {
      start: () => ask("context"),
      token: () => ask("token"),
      onTheme: (act) => { themed = act; },
      onBack: (act) => { backed = act; },
      popup: (url) => ask("popup", url),
      done: () => ask("done"),
      open: (link) => ask("open", link),
      setUp: (settings) => ask("set-up", settings),
    };
  };

  const host = meta.content === "pretend" ? pretend() : window.microsoftTeams && real(window.microsoftTeams);
  const opening = document.querySelector("[data-opening]");
  const go = (to) => { if (/^\/(?!\/)/.test(to)) window.location.replace(to); };

  const show = (theme) => {
    if (THEMES[theme]) document.documentElement.dataset.theme = THEMES[theme];
    else delete document.documentElement.dataset.theme;
  };
  const changed = (theme) => {
    show(theme);
    if (!meta.dataset.visit) return;
    const body = new URLSearchParams({ theme, csrf: meta.dataset.csrf });
    fetch(meta.dataset.visit, { method: "POST", body });
  };

  /* One page back in this frame; false leaves it to the host, whose own pages are in the same
     history: what has no page before it, or cannot know, goes up to the first place of the bar. */
  const back = () => {
    const { navigation } = window;
    if (navigation && navigation.canGoBack && !opening) { navigation.back(); return true; }
    const up = document.querySelector("header nav a");
    if (!up || up.matches("[aria-current]")) return false;
    window.location.assign(up.href);
    return true;
  };

  /* From the host's token to a page of ours. */
  const enter = async (context) => {
    const said = opening.dataset;
    const token = await host.token().catch(() => go(said.refused));
    if (!token) return;
    const { app, page, chat } = context;
    const body = JSON.stringify({
      ticket: said.ticket, entity: said.entity, at: said.at, theme: app.theme,
      locale: app.locale, host: app.host && app.host.name, thing: (page && page.subPageId) || "", thread: (chat && chat.id) || "",
    });
    const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
    const answer = await fetch(said.exchange, { method: "POST", headers, body });
    go((await answer.json()).go);
  };

  const begin = async () => {
    if (!host) throw new Error("Microsoft's script is not here");
    const context = await within(host.start());
    show(context.app.theme);
    host.onTheme(changed);
    host.onBack(back);
    if (opening) await enter(context);
    if (document.querySelector("[data-connected]")) host.done();
    const channel = document.querySelector("[data-channel]");
    if (channel) {
      const { channel: contentUrl, about: websiteUrl, name: suggestedDisplayName } = channel.dataset;
      host.setUp({ entityId: "channel", contentUrl, websiteUrl, suggestedDisplayName });
    }
  };
  const begun = begin();
  begun.catch(() => { if (opening) go(opening.dataset.away); });

  /* Links into Teams are opened by Teams; what needs Microsoft's own page, in its popup. */
  const on = (type, what, act) => document.addEventListener(type, (event) => {
    const near = event.target.closest && event.target.closest(what);
    if (near) act(near, event);
  });
  const target = async (link) => {
    if (link.origin !== window.location.origin) return link.href;
    const headers = { Accept: "application/json" };
    return (await (await fetch(link.href, { headers })).json()).go;
  };
  on("click", "a[data-teams]", (link, event) => {
    event.preventDefault();
    begun.then(() => target(link)).then(host.open)
      .catch(() => window.open(link.href, "_blank", "noopener"));
  });
  on("submit", "form[data-popup]", (form, event) => {
    event.preventDefault();
    const ticket = new FormData(form).get("ticket");
    const url = `${window.location.origin}/teams/connect?ticket=${encodeURIComponent(ticket)}`;
    begun.then(() => host.popup(url)).then(() => window.location.reload(), () => {});
  });

  /* What other pages have from app.js: dialogs, the line below the week, the browser's zone. */
  on("click", "[data-dialog]", (button, event) => {
    const dialog = document.getElementById(button.dataset.dialog);
    if (dialog) { event.preventDefault(); dialog.showModal(); }
  });
  on("click", "[data-close]", (button) => button.closest("dialog").close());
  on("change", ".week input[name=time], [data-dock] input[name=time]", (input) => {
    const dock = document.querySelector(".dock");
    if (!dock) return;
    const set = (what, text) => {
      const line = dock.querySelector(what);
      if (line && text) line.textContent = text;
    };
    set("[data-dock-time]", input.dataset.time);
    set("[data-dock-others]", input.dataset.others);
    dock.querySelectorAll("button[disabled]").forEach((button) => { button.disabled = false; });
  });
  /* A part that asks Outlook is fetched once the page is there; without it, its link leads on. */
  document.querySelectorAll("[data-load]").forEach(async (place) => {
    const answer = await fetch(place.dataset.load);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = page.querySelector("[data-part]");
    const old = place.querySelector("[data-loaded]");
    if (answer.ok && part && old) old.replaceWith(document.adoptNode(part));
  });
  document.querySelectorAll("[data-script]").forEach((part) => { part.hidden = false; });
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  document.querySelectorAll("[data-zone]").forEach((field) => {
    if ([...(field.options || [])].some((option) => option.value === zone)) field.value = zone;
  });
  const wrong = document.getElementById("summary");
  if (wrong) wrong.focus();
})();
