// Starts Swagger UI with a plugin that keeps an opened operation short: refusals are one line each, headers stand once,
// and instead of a padlock it says who may call. In the demo it has a login of two buttons.
(() => {
  "use strict";

  const SHARED = "#/components/";
  const OWN_PATHS = ["/v1/", "/sandbox/"];
  const isSandbox = document.documentElement.dataset.sandbox === "true";

  /** What was taken out of the document that Swagger UI draws, by method and path. */
  const folded = new Map();
  const keyOf = (method, path) => `${method} ${path}`;

  /** The part of the document that a reference stands for. */
  function resolved(spec, part) {
    const reference = part?.$ref;
    if (!reference?.startsWith(SHARED)) return part ?? {};
    return reference.slice(2).split("/").reduce((at, name) => at?.[name], spec) ?? {};
  }

  /** A part of the document with its references filled in, as Swagger UI asks for it; its own way takes ten times as long. */
  async function resolvedWithin(spec, path) {
    const fill = (part, within) => {
      if (Array.isArray(part)) return part.map((item) => fill(item, within));
      if (part === null || typeof part !== "object") return part;
      const reference = part.$ref;
      if (typeof reference === "string") {
        const { $ref: _, ...beside } = part;
        if (within.includes(reference)) return { ...beside, $$ref: reference, type: "object" };
        return { ...fill(resolved(spec, part), [...within, reference]), ...beside, $$ref: reference };
      }
      return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, fill(inner, within)]));
    };
    return { spec: fill(path.reduce((at, name) => at?.[name], spec), []), errors: [] };
  }

  /** Swagger UI would resolve and draw each refusal and header of each operation: it gets a document without them. */
  function fold(spec) {
    for (const [path, methods] of Object.entries(spec?.paths ?? {})) {
      for (const [method, operation] of Object.entries(methods)) {
        if (!operation?.responses) continue;
        const refusals = [];
        const headers = new Map();
        for (const [status, reference] of Object.entries(operation.responses)) {
          const response = resolved(spec, reference);
          if (!/^2/.test(status)) {
            refusals.push(refusal(spec, status, response));
            delete operation.responses[status];
            continue;
          }
          for (const [name, header] of Object.entries(response.headers ?? {})) {
            headers.set(name, resolved(spec, header).description ?? "");
          }
          const { headers: _, ...rest } = response;
          operation.responses[status] = rest;
        }
        operation.parameters = (operation.parameters ?? []).filter((one) => !isLeftToBrowsers(resolved(spec, one)));
        folded.set(keyOf(method, path), { refusals, headers, callers: callers(operation) });
      }
    }
    delete spec?.components?.responses;
    delete spec?.components?.headers;
    return spec;
  }

  /** A browser sends the tag that it has by itself. */
  const isLeftToBrowsers = (parameter) => parameter.name === "If-None-Match";

  function refusal(spec, status, response) {
    const examples = Object.values(response.content ?? {})
      .flatMap((media) => Object.values(media.examples ?? {}))
      .map((example) => resolved(spec, example).value)
      .filter((value) => value !== undefined);
    const types = response["x-problem-types"] ?? examples.map((value) => value?.type?.split("/").pop()).filter(Boolean);
    return { status, types: [...new Set(types)], description: response.description ?? "", examples };
  }

  /** The first sentence of a text. */
  const sentence = (text) => text.split(/(?<=[.:;])\s/)[0].replace(/[:;]$/, ".");

  /** What a token says of its bearer; null if it is not a JWT. */
  function claims(token) {
    try {
      const payload = token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
      const bytes = Uint8Array.from(atob(payload), (char) => char.charCodeAt(0));
      return JSON.parse(new TextDecoder().decode(bytes));
    } catch {
      return null;
    }
  }

  /** Who may call an operation, in a word or two. */
  function callers({ "x-roles": roles }) {
    if (!roles) return "";
    if (roles.includes("anyone")) return "anyone, token optional";
    return roles.includes("holder") ? "any token" : roles.join(" or ");
  }

  function plugin({ React }) {
    const h = React.createElement;

    const Refusals = ({ refusals }) => refusals.length === 0 ? null : h("section", { className: "ptp-refusals" },
      h("h4", null, "Other answers"),
      refusals.map(({ status, types, description, examples }) => h("details", { key: status },
        h("summary", null,
          h("b", null, status === "default" ? "other" : status), " ",
          types.length > 0 && h("code", null, types.join(" · ")), " ",
          h("span", null, sentence(description))),
        h("p", null, description),
        types.length > 0 && h("p", null, "What it means and what to do: ", types.map((type, at) => h(React.Fragment,
          { key: type }, at > 0 && ", ", h("a", { href: `/problems/${type}` }, type)))),
        examples.map((example, at) => h("pre", { key: at, tabIndex: 0 }, JSON.stringify(example, null, 2))))));

    const Headers = ({ headers }) => headers.size === 0 ? null : h("details", { className: "ptp-headers" },
      h("summary", null, "Headers of the answer: ", h("code", null, [...headers.keys()].join(" · "))),
      h("dl", null, [...headers].map(([name, text]) => h(React.Fragment, { key: name },
        h("dt", null, h("code", null, name)), h("dd", null, text)))));

    const withFolded = (Original) => (props) => {
      const { headers, refusals } = folded.get(keyOf(props.method, props.path)) ?? { headers: new Map(), refusals: [] };
      return h(React.Fragment, null, h(Original, props), h(Headers, { headers }), h(Refusals, { refusals }));
    };

    const withCallers = (Original) => (props) => {
      const { callers: who } = folded.get(keyOf(props.operationProps.get("method"), props.operationProps.get("path"))) ?? {};
      return h(React.Fragment, null, h(Original, props), who && h("span", { className: "ptp-callers" }, who));
    };

    const withLogin = (Original, system) => (props) => h(React.Fragment, null,
      h(Login, { system, identities: system.specSelectors.specJson().get("x-sandbox-identities")?.toJS() ?? [] }),
      h(Original, props));

    /** Two buttons, and who one is: also for a token that was pasted into the dialog. */
    function Login({ system, identities }) {
      const bodies = identities.filter((identity) => identity.org);
      const [org, setOrg] = React.useState(bodies[0]?.org);
      const [trouble, setTrouble] = React.useState("");
      const token = system.authSelectors.authorized()?.getIn(["bearer", "value"]);
      const logOut = () => system.authActions.logoutWithPersistOption(["bearer"]);
      // A token that this page kept may be of a demo that has been started anew since.
      React.useEffect(() => {
        if (!isSandbox || !token) return;
        fetch("/v1/me", { headers: { Authorization: `Bearer ${token}` } })
          .then((answer) => answer.status === 401 && logOut(), () => {});
      }, [token]);
      const logIn = async (scope, acting) => {
        const form = new URLSearchParams({ grant_type: "client_credentials", scope, ...acting });
        const answer = await fetch("/sandbox/token", { method: "POST", body: form });
        if (!answer.ok) return setTrouble(`The login was refused (${answer.status}).`);
        setTrouble("");
        const value = (await answer.json()).access_token;
        system.authActions.authorizeWithPersistOption({
          bearer: { name: "bearer", value, schema: { type: "http", scheme: "bearer" } },
        });
      };
      const who = token ? claims(token) : null;
      const name = identities.find((identity) => identity.org && identity.org === who?.org)?.name ?? who?.org;
      const said = !token ? "You are not logged in."
        : `You are logged in: ${[(who?.roles ?? []).join(", ") || "no role", name && `for ${name}`].filter(Boolean).join(" ")}.`;
      return h("div", { className: "ptp-login" },
        identities.length > 0 && h(React.Fragment, null,
          h("label", null, "Body ", h("select", { value: org, onChange: (event) => setOrg(event.target.value) },
            bodies.map((body) => h("option", { key: body.org, value: body.org }, body.name)))),
          h("button", { type: "button", onClick: () => logIn("applicant", { org }) }, "Log in as its applicant"),
          h("button", { type: "button", onClick: () => logIn("official") }, "Log in as official")),
        h("span", { role: "status" }, trouble || said),
        token && h("button", { type: "button", onClick: logOut }, "Log out"));
    }

    // Swagger UI draws everything anew whenever anything changes anywhere, which grows with every opened operation.

    /** Draws a component again only if one of these properties has changed. */
    const drawnOnce = (...names) => (Original) => React.memo(Original, (before, after) =>
      names.every((name) => before[name] === after[name]));

    /** What the state of the page holds of one operation. */
    const ofOperation = (state, path, method) => state.get("oas3").map((part) => part?.getIn?.([path, method])).merge(
      ["meta", "resolvedSubtrees"].map((part) => [part, state.getIn(["spec", part, "paths", path, method])]),
      ["responses", "requests", "mutatedRequests"].map((part) => [part, state.getIn(["spec", part, path, method])]));

    /** Of two properties: data are compared, what Swagger UI hands around of itself stays the same. */
    const isSame = (one, other) => one === other ||
      (one?.equals ? one.equals(other) : ["object", "function"].includes(typeof one));

    /** Draws a part of an operation again only if something of this operation has changed. */
    const drawnForItself = (Original) => React.memo(Original, (before, after) => {
      const { state, ...rest } = after;
      if (!Object.entries(rest).every(([name, value]) => isSame(value, before[name]))) return false;
      if (!state) return true;
      // A part knows its operation by one of these.
      const [path, method] = after.pathMethod ?? after.specPath?.slice(1, 3).toArray() ?? [after.path, after.method];
      return ofOperation(before.state, path, method).equals(ofOperation(state, path, method));
    });

    return {
      fn: { resolveSubtree: resolvedWithin },
      statePlugins: { spec: { wrapActions: { updateJsonSpec: (original) => (spec) => original(fold(spec)) } } },
      wrapComponents: {
        Markdown: drawnOnce("source", "className"),
        HighlightCode: drawnOnce("children", "language"),
        JumpToPath: drawnOnce(),
        CopyToClipboardBtn: drawnOnce("textToCopy"),
        operation: drawnForItself,
        parameters: drawnForItself,
        RequestBody: drawnForItself,
        responses: (Original) => drawnForItself(withFolded(Original)),
        OperationSummaryPath: withCallers,
        authorizeOperationBtn: () => () => null,
        AuthorizeBtnContainer: withLogin,
      },
    };
  }

  /** A fresh key for each `POST`, unless one was written: sending again is then safe, and a second try is another one. */
  function withKey(request) {
    const { pathname, origin } = new URL(request.url, location.href);
    const isOurs = origin === location.origin && OWN_PATHS.some((path) => pathname.startsWith(path));
    if (isOurs && request.method === "POST" && !request.headers["Idempotency-Key"] && crypto.randomUUID) {
      request.headers["Idempotency-Key"] = crypto.randomUUID();
    }
    return request;
  }

  /** Light or dark as the reader's system is. */
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const colour = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
  dark.addEventListener("change", colour);
  colour();

  window.ui = SwaggerUIBundle({
    url: "/openapi.json",
    dom_id: "#swagger-ui",
    deepLinking: true,
    docExpansion: "none",
    tryItOutEnabled: true,
    // A real token must not be kept in a browser's storage.
    persistAuthorization: isSandbox,
    defaultModelsExpandDepth: 0,
    syntaxHighlight: { activated: false },
    requestInterceptor: withKey,
    plugins: [plugin],
  });
})();
