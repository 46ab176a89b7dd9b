const { test, expect, open, settle, dialog, field, fill, picture, read } = require("../desk");

test.use({ as: "quanly" });

/** Makes customers as a program does, and returns their codes. */
async function make(page, customers) {
	return page.evaluate(async (rows) => {
		const made = [];
		for (const row of rows)
			made.push(await window.frappe.db.insert({ doctype: "KH Customer", ...row }));
		return made.map((one) => one.name);
	}, customers);
}

async function fromMenu(page, label) {
	await page.locator(".page-actions:visible .menu-btn-group button").first().click();
	await page
		.locator(".page-actions:visible .menu-btn-group .dropdown-menu")
		.getByText(label, { exact: false })
		.first()
		.click();
	await expect(dialog(page)).toBeVisible();
	await settle(page);
}

test("the same customer thrice: this name, that phone, and one customer is left", async ({
	page,
}) => {
	await open(page, "List", "KH Customer");
	const type = { customer_type: "Organization" };
	const [kept, second, third] = await make(page, [
		{ ...type, customer_name: "Công ty Gộp Thử Nghiệm", phone: "0912 000 111" },
		{ ...type, customer_name: "Cty Gộp Thử Nghiệm", phone: "0987 000 222" },
		{ ...type, customer_name: "GỘP THỬ NGHIỆM CO", email: "gop@example.com" },
	]);
	await open(page, "Form", "KH Customer", kept);
	await fromMenu(page, "Gộp với khách hàng khác…");
	const search = field(dialog(page), "others").locator("input").first();
	for (const [text, shown] of [
		["Cty Gộp", "Cty Gộp Thử Nghiệm"],
		["NGHIỆM CO", "GỘP THỬ NGHIỆM CO"],
	]) {
		await search.fill(text);
		await dialog(page)
			.locator(".awesomplete :is(li, [role=option])")
			.filter({ hasText: shown })
			.first()
			.click();
	}
	await search.press("Tab");
	await dialog(page).getByRole("button", { name: "So sánh" }).click();
	const table = page.locator(".kh-merge-scroll:visible");
	await expect(table.locator("tbody tr:visible").first()).toContainText("Tên khách hàng");
	await expect(table.locator(".kh-merge-same").first()).toBeHidden();
	await table.locator(`input[data-field="phone"][value="${second}"]`).check();
	await expect(table.locator(`input[data-field="email"][value="${third}"]`)).toBeChecked();
	await picture(page, "gop-khach-hang");
	await dialog(page).getByRole("button", { name: "Gộp…" }).click();
	await expect(dialog(page)).toContainText("Không thể hoàn tác");
	await dialog(page).getByRole("button", { name: "Gộp khách hàng" }).click();
	await expect(dialog(page)).toContainText("3 khách hàng đã gộp thành Công ty Gộp Thử Nghiệm");
	await page.keyboard.press("Escape");
	const customer = await read(page, "KH Customer", kept);
	expect([customer.customer_name, customer.phone, customer.email]).toEqual([
		"Công ty Gộp Thử Nghiệm",
		"0987 000 222",
		"gop@example.com",
	]);
	const records = await page.evaluate(
		(master) =>
			window.frappe.db.get_list("KH Customer Merge", {
				filters: { master },
				fields: ["loser_codes"],
			}),
		kept
	);
	expect(records).toEqual([{ loser_codes: `${second}, ${third}` }]);
});

test("a clone has another name and code, and no second menu item makes one", async ({ page }) => {
	await open(page, "List", "KH Customer");
	const [source] = await make(page, [
		{ customer_name: "Khách Nhân Bản Thử", phone: "0912 000 333" },
	]);
	await open(page, "Form", "KH Customer", source);
	await page.locator(".page-actions:visible .menu-btn-group button").first().click();
	await expect(
		page.locator(".page-actions:visible .dropdown-menu").getByText("Nhân bản", { exact: true })
	).toHaveCount(1);
	await page.keyboard.press("Escape");
	await fromMenu(page, "Nhân bản");
	await fill(dialog(page), "customer_name", "Khách Nhân Bản Thử 2");
	await dialog(page).getByRole("button", { name: "Nhân bản" }).click();
	await page.waitForFunction(
		(name) =>
			window.cur_frm?.doc.customer_name === "Khách Nhân Bản Thử 2" &&
			window.cur_frm.doc.name !== name,
		source
	);
	await settle(page);
});
