// Swagger UI as a newcomer uses it, in headless Chromium against a running demo: its walk, how fast and how high every
// operation opens, and that the steps of a procedure succeed by a click on *Execute*.
// PTP_BASE_URL: where the demo answers; SCREENSHOT: where to write a picture of the last answer;
// CHROMIUM: the browser. Exits with 1 and one sentence at the first expectation that fails.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const base = process.env.PTP_BASE_URL;
assert(base, "PTP_BASE_URL is not set");
const origin = new URL(base).origin;
const patience = 20_000; // milliseconds; a busy machine with two cores draws slowly

/** What the page did that it must not do. */
const complaints = [];

/** The block of an operation, its tag unfolded; the form is open at once. */
async function open(page, tag, operation) {
  const section = page.locator(`.opblock-tag-section:has(#operations-tag-${tag})`);
  if (!(await section.getAttribute("class")).includes("is-open")) {
    await section.locator(".opblock-tag").click();
  }
  const block = page.locator(`#operations-${tag}-${operation}`);
  await block.locator(".opblock-summary-control").click();
  await block.getByRole("button", { name: "Execute" }).waitFor();
  return block;
}

/** Executes what stands in the form; the answer as it stands on the page. */
async function execute(block, status) {
  await block.getByRole("button", { name: "Execute" }).click();
  const row = block.locator(".live-responses-table tbody tr.response").first();
  await row.waitFor();
  const shown = (await row.locator(".response-col_status").innerText()).trim();
  const text = await row.locator(".response-col_description .highlight-code pre").first().innerText();
  assert.match(shown, new RegExp(`^${status}\\b`), `the page shows ${shown}, not ${status}: ${text}`);
  return JSON.parse(text);
}

/** Takes the answer away, so that the next one cannot be confused with it. */
async function clear(block) {
  await block.getByRole("button", { name: "Clear" }).click();
  await block.locator(".live-responses-table").waitFor({ state: "detached" });
}

/** Logs in by a button of the page, which then says who one is. */
async function logIn(page, role, body) {
  if (body) {
    await page.locator(".ptp-login select").selectOption({ label: body });
  }
  await page.getByRole("button", { name: role === "official" ? "Log in as official" : "Log in as its applicant" }).click();
  const said = page.locator(".ptp-login [role=status]").filter({ hasText: `You are logged in: ${role}` });
  await said.waitFor();
  return said.innerText();
}

async function logOut(page) {
  await page.getByRole("button", { name: "Log out" }).click();
  await page.locator(".ptp-login").getByText("You are not logged in.").waitFor();
}

function watch(page) {
  page.on("request", (request) => {
    const url = new URL(request.url());
    // "data:" and "blob:" stand in the page itself.
    if (url.protocol.startsWith("http") && url.origin !== origin) {
      complaints.push(`a request left the origin: ${request.url()}`);
    }
  });
  page.on("pageerror", (error) => complaints.push(`an error on the page: ${error.message}`));
  page.on("console", (message) => {
    // A refused request is what one step provokes: Chromium reports it on the console as well.
    const refused = message.text().startsWith("Failed to load resource") &&
      message.location().url === `${origin}/v1/poles` && message.text().includes("422");
    if (message.type() === "error" && !refused) {
      complaints.push(`an error on the console: ${message.text()}`);
    }
  });
}

async function goTo(page) {
  await page.goto(`${base}/swagger-ui/`);
  await page.locator(".opblock-tag-section").first().waitFor();
}

/** Reads, creates, fails and changes role. */
async function walk(page) {
  await goTo(page);
  const said = await logIn(page, "applicant");
  assert.match(said, /applicant for .*Officina Lombarda/, "the page does not say for whom one acts");
  const list = await execute(await open(page, "poles", "list_poles"), 200);
  assert(list.items.length > 0, "the demo shows no pole");

  const create = await open(page, "pole-management", "create_pole");
  const pole = await execute(create, 201);
  assert.equal(pole.status, "draft", "a new pole is a draft");

  await clear(create);
  const body = create.locator("textarea.body-param__text");
  const example = JSON.parse(await body.inputValue());
  assert.equal(example.members[0].tax_code, "94004480151", "the example has another first member");
  example.members[0].tax_code = "94004480152";
  await body.fill(JSON.stringify(example, null, 2));
  const problem = await execute(create, 422);
  assert.equal(problem.type, "/problems/invalid-body");
  assert.equal(problem.errors[0].pointer, "/members/0/tax_code");

  const folded = create.locator(".ptp-refusals details").filter({ hasText: "invalid-body" });
  assert.equal(await folded.locator("pre").first().isVisible(), false, "a refusal is unfolded");
  await folded.locator("summary").press("Enter");
  await folded.locator("pre").first().waitFor();

  await page.reload();
  await page.getByText("You are logged in: applicant").waitFor();
  await logOut(page);
  await logIn(page, "official");
  const createCall = await open(page, "call-management", "create_call");
  const call = await execute(createCall, 201);
  assert.equal(call.status, "draft", "a new call is a draft");

  if (process.env.SCREENSHOT) {
    await createCall.locator(".live-responses-table").scrollIntoViewIfNeeded();
    await page.screenshot({ path: process.env.SCREENSHOT });
  }
}

/** What of an opened operation may be drawn: two screens, and not many nodes. */
const most = { height: 1800, nodes: 600 };

/** Milliseconds from a click on an operation until its form stands. */
const opened = (block) => block.evaluate(async (element) => {
  const begun = performance.now();
  element.querySelector(".opblock-summary-control").click();
  while (!element.querySelector(".btn.execute")) {
    await new Promise(requestAnimationFrame);
  }
  return performance.now() - begun;
});

/** Opens every operation and leaves it open. */
async function measure(page, operations) {
  await goTo(page);
  const times = [];
  const high = [];
  for (const { tag, id } of operations) {
    const section = page.locator(`.opblock-tag-section:has(#operations-tag-${tag})`);
    if (!(await section.getAttribute("class")).includes("is-open")) {
      await section.locator(".opblock-tag").click();
    }
    const block = page.locator(`#operations-${tag}-${id}`);
    await block.waitFor();
    times.push(await opened(block));
    const { height, nodes } = await block.evaluate((element) => ({
      height: element.getBoundingClientRect().height,
      nodes: element.querySelectorAll("*").length,
    }));
    if (height > most.height || nodes > most.nodes) {
      high.push(`${id}: ${Math.round(height)} pixels, ${nodes} nodes`);
    }
  }
  assert.deepEqual(high, [], `more than ${most.height} pixels or ${most.nodes} nodes: ${high.join("; ")}`);
  const median = (some) => some.toSorted((one, other) => one - other)[some.length >> 1];
  const [first, later] = [median(times.slice(0, 15)), median(times.slice(40, 55))];
  console.log(`opened in ${Math.round(first)} ms, in ${Math.round(later)} ms after 40 others`);
  // What a busy machine adds is not what is looked for.
  assert(later < 2 * first + 100, `the first operations open in ${first} ms, those after 40 in ${later} ms`);
}

/** Clicks *Execute* on operations, as somebody who may do it. */
async function executeAll(page, operations) {
  await goTo(page);
  const refused = [];
  for (const role of ["applicant", "official"]) {
    await logIn(page, role);
    for (const { tag, id, path, method, hasBody } of operations.filter((operation) => operation.role === role)) {
      const block = await open(page, tag, id);
      if (hasBody) {
        // Swagger UI takes the example over a moment after it shows it.
        const isTaken = ([at, by]) => window.ui.oas3Selectors.requestBodyValue(at, by);
        await page.waitForFunction(isTaken, [path, method]);
      }
      await block.getByRole("button", { name: "Execute" }).click();
      const row = block.locator(".live-responses-table tbody tr.response").first();
      await row.waitFor();
      const status = (await row.locator(".response-col_status").innerText()).trim();
      if (!/^2\d\d/.test(status)) {
        refused.push(`${id}: ${status.split("\n")[0]}: ${await row.locator(".response-col_description").innerText()}`);
      }
      await block.locator(".opblock-summary-control").click();
      await block.locator(".opblock-body").waitFor({ state: "detached" });
    }
    await logOut(page);
  }
  assert.deepEqual(refused, [], refused.join("\n"));
}

/** The operations of the demo, in the order of the page, and as whom to execute each. */
async function operationsOf() {
  const spec = await (await fetch(`${base}/openapi.json`)).json();
  const order = spec.tags.map((tag) => tag.name);
  return Object.entries(spec.paths)
    .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))
    .filter(({ operation }) => operation.operationId)
    .map(({ path, method, operation }) => ({
      path,
      method,
      hasBody: "requestBody" in operation,
      tag: operation.tags[0],
      id: operation.operationId,
      role: (operation["x-roles"] ?? []).includes("official") ? "official" : "applicant",
    }))
    .toSorted((one, other) => order.indexOf(one.tag) - order.indexOf(other.tag));
}

// A profile of its own, which Playwright makes and removes.
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: [
    "--no-sandbox", // root has none
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    // The browser itself shall call nobody.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
try {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  page.setDefaultTimeout(patience);
  watch(page);
  const operations = await operationsOf();
  assert(operations.length > 100, "the document has few operations");
  await walk(page);
  await measure(page, operations);
  await logOut(page);
  // That all of them succeed is tested without a browser, which takes its time.
  await executeAll(page, operations.filter(({ tag }) => ["applications", "procedure"].includes(tag)));
  assert.deepEqual(complaints, [], complaints.join("\n"));
  console.log("Swagger UI: every step as expected");
} catch (error) {
  console.error(`Swagger UI: ${error.message}`);
  for (const complaint of complaints) {
    console.error(complaint);
  }
  process.exitCode = 1;
} finally {
  await browser.close();
}
