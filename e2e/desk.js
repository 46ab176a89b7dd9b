// The desk as a test sees it: logged in as a demo user, and watched for errors in the console and failed requests.
const path = require("node:path");
const { test: base, expect } = require("@playwright/test");
const people = require("../crm_khachhang/setup/demo/users.json");

const ADMINISTRATOR = { email: "Administrator", password: "admin", full_name: "Administrator" };

/** The demo user whose address begins with this name: quanly, kinhdoanh1, kinhdoanh2, ketoan, xem. */
function person(name) {
	return people.find((one) => one.email.startsWith(`${name}@`)) || ADMINISTRATOR;
}

/**
 * `as` names who is logged in. Each demo user has one page that stays open from test to test, as it does in an office;
 * after a failed test it is opened anew. `refusals` lists the HTTP statuses that a test provokes on purpose; every
 * other failed request and every error in the console fails the test.
 */
const test = base.extend({
	as: ["quanly", { option: true }],
	refusals: [[], { option: true }],
	desks: [
		async ({ browser }, use) => {
			const desks = new Map();
			await use(async (name) => {
				if (!desks.has(name)) desks.set(name, await firstVisit(browser, person(name)));
				return { ...desks.get(name), forget: () => desks.delete(name) };
			});
		},
		{ scope: "worker" },
	],
	page: async ({ desks, as, refusals }, use, info) => {
		const { page, errors, forget } = await desks(as);
		errors.found = [];
		errors.refusals = refusals;
		await use(page);
		if (info.status !== info.expectedStatus || errors.found.length) {
			forget();
			await page.context().close();
		}
		expect(errors.found, "errors in the console and failed requests").toEqual([]);
	},
});

async function firstVisit(browser, person) {
	// As people who switched animations off: Bootstrap ignores what is done to a dialog while it slides in.
	const page = await (await browser.newContext({ reducedMotion: "reduce" })).newPage();
	const errors = watch(page);
	const answer = await page.request.post("/api/method/login", {
		form: { usr: person.email, pwd: person.password },
	});
	expect(answer.ok(), `login as ${person.email}`).toBeTruthy();
	return { page, errors };
}

/** Collects what goes wrong in a page; `errors.refusals` are the statuses that are meant to. */
function watch(page) {
	const errors = { found: [], refusals: [] };
	page.on("pageerror", (error) => errors.found.push(`error: ${error.stack}`));
	page.on("console", (message) => {
		// A failed request says so here too, with the server's traceback; it is judged below by its status.
		const ofRequest = /^Failed to load resource|^\s*Traceback/.test(message.text());
		if (message.type() === "error" && !ofRequest)
			errors.found.push(`console: ${message.text()}`);
	});
	page.on("response", (response) => {
		if (response.status() >= 400 && !errors.refusals.includes(response.status())) {
			errors.found.push(`${response.status()} ${response.url()}`);
		}
	});
	return errors;
}

/** Opens a place of the desk by its route. The first one is loaded, the others are reached as links in the desk do. */
async function open(page, ...route) {
	if (page.url().includes("/app")) {
		await page.evaluate((words) => window.frappe.set_route(words), route);
	} else {
		await page.goto(`/app/${address(route)}`);
		await page.waitForFunction(
			() => window.frappe?.boot && window.frappe.get_route?.()?.length
		);
	}
	await settle(page);
}

/** How many customers the demo users see as the tests go on; kinhdoanh2 leads no team and has every second one. */
const COUNTS = { kinhdoanh2: /2[5-9]\d/ };
const countOf = (name) => COUNTS[name] || /[56]\d\d/;

/** Opens the list of customers with no filters: the desk remembers those of a user's last visit. */
async function openCustomers(page, name) {
	await open(page, "List", "KH Customer");
	const clear = page.locator(".filter-x-button:visible");
	if (await clear.count()) await clear.click();
	await expect(page.locator(".list-count:visible")).toContainText(
		new RegExp(`20 / ${countOf(name).source}`)
	);
}

/** A route as an address: List and Form are left out, DocTypes are written with hyphens. */
function address([view, doctype, ...names]) {
	const slug = (doctype || "").toLowerCase().replaceAll(" ", "-");
	const words = ["List", "Form"].includes(view) ? [slug, ...names] : [view, doctype, ...names];
	return words.map(encodeURIComponent).join("/");
}

/** The charts of the workspace that are drawn, or say that there is nothing to draw. */
const charts = (page) =>
	page
		.locator("svg.frappe-chart:visible")
		.or(page.locator(".chart-loading-state:visible", { hasText: "Không có dữ liệu" }));

/** Waits until no request is under way and nothing is frozen. */
async function settle(page) {
	await page.waitForFunction(
		() => !window.frappe.request.ajax_count && !document.querySelector("#freeze.in")
	);
	await page.waitForTimeout(200);
}

/** A field of the form, dialog or filter bar that is in front. */
function field(scope, fieldname) {
	return scope.locator(`[data-fieldname="${fieldname}"]:visible`).first();
}

/** A dialog takes the focus once it has opened: what is typed before would land in its first field. */
async function opened(scope) {
	await scope
		.page()
		.waitForFunction(
			() =>
				document.querySelectorAll(".modal.show").length <=
				window.frappe.ui.open_dialogs.length
		);
}

/** Closes the dialog in front, once it has opened: Bootstrap ignores whoever closes it before. */
async function closeDialog(page) {
	await page.waitForFunction(
		() =>
			![...document.querySelectorAll(".modal.show")].some(
				(modal) => window.$(modal).data("bs.modal")?._isTransitioning
			)
	);
	await dialog(page).locator(".btn-modal-close").first().click();
}

async function fill(scope, fieldname, text) {
	await opened(scope);
	await field(scope, fieldname).locator("input, textarea").first().fill(text);
}

async function select(scope, fieldname, value) {
	await field(scope, fieldname).locator("select").selectOption(value);
}

/** Chooses in a link field what people see there; `shown` is the option, where it is not just what was typed. */
async function choose(page, scope, fieldname, text, shown = text) {
	await opened(scope);
	const input = field(scope, fieldname).locator("input").first();
	await input.click();
	await input.fill(text);
	await field(scope, fieldname)
		.locator(".awesomplete :is(li, [role=option])")
		.filter({ hasText: shown })
		.first()
		.click();
	// The desk asks the server whether the chosen document exists before it takes it.
	await page.waitForFunction(
		(name) =>
			window.cur_dialog?.display
				? window.cur_dialog.get_value(name)
				: window.cur_frm?.doc[name],
		fieldname
	);
	await settle(page);
}

/** The dialog in front. */
function dialog(page) {
	return page.locator(".modal.show").last();
}

/** Saves the form in front, and waits until it is saved. */
async function save(page) {
	await page.keyboard.press("Control+s");
	await page.waitForFunction(() => !window.cur_frm.is_new() && !window.cur_frm.is_dirty());
	await settle(page);
}

/** Keeps a picture of the page for the documentation, in KH_SCREENSHOTS or beside the test results. */
async function picture(page, name) {
	const folder =
		process.env.KH_SCREENSHOTS ||
		path.join(process.env.KH_OUTPUT || "test-results", "screenshots");
	await page.mouse.move(0, 0);
	await page.waitForTimeout(500);
	await page.evaluate(() =>
		document.querySelectorAll(".desk-alert").forEach((one) => one.remove())
	);
	await page.screenshot({ path: path.join(folder, `${name}.png`) });
}

/** Reads a document back from the server, as the one who is logged in. */
async function read(page, doctype, name) {
	const answer = await page.request.get(
		`/api/resource/${encodeURIComponent(doctype)}/${encodeURIComponent(name)}`
	);
	expect(answer.ok(), `${doctype} ${name}`).toBeTruthy();
	return (await answer.json()).data;
}

module.exports = {
	test,
	watch,
	expect,
	people,
	person,
	open,
	openCustomers,
	countOf,
	charts,
	settle,
	field,
	fill,
	select,
	choose,
	dialog,
	closeDialog,
	save,
	picture,
	read,
};
