const { test, expect, openCustomers, dialog, fill, person, picture } = require("../desk");

const NOTE = "Nhân viên cũ nghỉ việc";

test("a colleague leaves: two others get the customers, with a note, in one dialog", async ({
	page,
}) => {
	await openCustomers(page, "quanly");
	const names = await page.evaluate(async () => {
		const made = [];
		for (const number of ["một", "hai", "ba", "bốn"]) {
			const customer_name = `Bàn Giao Thử ${number}`;
			made.push(await window.frappe.db.insert({ doctype: "KH Customer", customer_name }));
		}
		return made.map((one) => one.name);
	});
	await page.locator(".kh-search:visible input").fill("ban giao thu");
	await expect(page.locator(".list-row:visible .list-subject")).toHaveCount(4);
	await page.locator(".list-row-head:visible .list-check-all:visible").click();
	await page.locator(".actions-btn-group:visible button").first().click();
	await page
		.locator(".actions-btn-group .dropdown-menu.show")
		.getByText("Đổi người phụ trách")
		.click();

	await expect(dialog(page)).toContainText("Đổi người phụ trách của 4 khách hàng");
	const successors = ["kinhdoanh1", "kinhdoanh2"].map(person);
	for (const { full_name } of successors) {
		await fill(dialog(page), "users", full_name);
		await dialog(page)
			.locator(".awesomplete :is(li, [role=option])", { hasText: full_name })
			.first()
			.click();
	}
	await fill(dialog(page), "note", NOTE);
	await picture(page, "doi-nguoi-phu-trach");
	await dialog(page).getByRole("button", { name: "Giao 4 khách hàng" }).click();
	await expect(page.locator(".desk-alert")).toContainText("Thành công: 4");

	const of_them = (fieldname) => ({ [fieldname]: ["in", names] });
	const owners = await list(page, "KH Customer", of_them("name"), ["account_manager"]);
	const emails = successors.flatMap(({ email }) => [email, email]);
	expect(owners.map((row) => row.account_manager).sort()).toEqual(emails.sort());
	const history = await list(page, "KH Owner Change", of_them("customer"), [
		"note",
		"from_user",
	]);
	expect(history).toEqual(Array(4).fill({ note: NOTE, from_user: person("quanly").email }));
	await page.locator(".kh-search:visible input").fill("");
});

function list(page, doctype, filters, fields) {
	return page.evaluate(
		([of, options]) => window.frappe.db.get_list(of, options),
		[doctype, { filters, fields }]
	);
}
