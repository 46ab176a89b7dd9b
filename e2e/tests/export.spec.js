const {
	test,
	expect,
	open,
	openCustomers,
	settle,
	dialog,
	field,
	person,
	picture,
} = require("../desk");

const ENTRY = "Xuất Excel…";

/** The menu behind the three dots of the page in front. */
async function openMenu(page) {
	await page.locator(".page-actions:visible .menu-btn-group button").first().click();
	return page.locator(".menu-btn-group .dropdown-menu.show");
}

/** Chooses the entry of the list's menu; the dialog is open then. */
async function openExport(page) {
	await (await openMenu(page)).getByText(ENTRY).click();
	await expect(dialog(page)).toContainText("Xuất khách hàng");
}

/** Exports with the dialog in front; returns the name of the file and its bytes. */
async function download(page) {
	const [file] = await Promise.all([
		page.waitForEvent("download"),
		dialog(page).getByRole("button", { name: "Xuất", exact: true }).click(),
	]);
	const chunks = [];
	for await (const chunk of await file.createReadStream()) chunks.push(chunk);
	return { name: file.suggestedFilename(), content: Buffer.concat(chunks) };
}

const lines = ({ content }) => content.toString().trim().split("\r\n");

test("the list as it is searched and sorted becomes a file, in one click", async ({ page }) => {
	await openCustomers(page, "quanly");
	await openExport(page);
	await expect(field(dialog(page), "which").locator("select")).toContainText(
		/Tất cả \d+ khách hàng/
	);
	await picture(page, "xuat-excel");
	const { name, content } = await download(page);
	expect(name).toMatch(/^khach-hang-\d{8}-\d{4}-\w+\.xlsx$/);
	expect(content.subarray(0, 2).toString()).toBe("PK");

	await page.locator(".kh-search:visible input").fill("cong ty co phan sua viet nam");
	await expect(page.locator(".list-row:visible .list-subject")).toHaveCount(1);
	await openExport(page);
	await field(dialog(page), "file_type").locator("select").selectOption("csv");
	const [heads, ...rows] = lines(await download(page));
	expect(heads).toContain("Mã khách hàng,Tên khách hàng,Trạng thái");
	expect(rows).toHaveLength(1);
	expect(rows[0]).toContain("Công ty Cổ phần Sữa Việt Nam,Hoạt động");
	await page.locator(".kh-search:visible input").fill("");
	await settle(page);
});

test("ticked customers with columns of one's own, which are remembered", async ({ page }) => {
	await openCustomers(page, "quanly");
	for (const row of [0, 1])
		await page.locator(".list-row:visible .list-row-checkbox").nth(row).click();
	await page.locator(".actions-btn-group:visible button").first().click();
	const actions = page.locator(".actions-btn-group .dropdown-menu.show");
	await expect(actions.getByText("Xuất", { exact: true })).toHaveCount(0);
	await actions.getByText(ENTRY).click();
	await expect(field(dialog(page), "which").locator("select")).toContainText(
		"2 khách hàng đã chọn"
	);
	await field(dialog(page), "file_type").locator("select").selectOption("csv");
	await field(dialog(page), "columns").locator("select").selectOption("chosen");
	const ticked = dialog(page).locator(".checkbox-options input:checked");
	while (await ticked.count()) await ticked.first().uncheck();
	for (const label of ["Mã khách hàng", "Nguồn"])
		await dialog(page)
			.locator(".unit-checkbox")
			.filter({ hasText: label })
			.locator("input")
			.check();
	await picture(page, "xuat-chon-cot");
	const [heads, ...rows] = lines(await download(page));
	expect([heads.replace("\ufeff", ""), rows.length]).toEqual(["Mã khách hàng,Nguồn", 2]);
	await settle(page);

	await openExport(page);
	await expect(field(dialog(page), "columns").locator("select")).toHaveValue("chosen");
	await expect(dialog(page).locator(".checkbox-options input:checked")).toHaveCount(2);
	await field(dialog(page), "file_type").locator("select").selectOption("xlsx");
	await field(dialog(page), "columns").locator("select").selectOption("list");
	await download(page);
	await settle(page);
});

test("what was exported is written down, with its file", async ({ page }) => {
	await open(page, "List", "KH Export");
	await page.locator(".list-row:visible .list-subject a").first().click();
	const form = page.locator(".page-container:visible");
	await expect(form.getByText("Chỉ mình bạn tải được tệp này")).toBeVisible();
	await picture(page, "lan-xuat");
	const [file] = await Promise.all([
		page.waitForEvent("download"),
		form.getByRole("button", { name: "Tải tệp xuống" }).click(),
	]);
	expect(file.suggestedFilename()).toMatch(/^khach-hang-/);
});

test.describe("the accountant", () => {
	test.use({ as: "ketoan" });

	test("exports a customer from its form, and the report view with names", async ({ page }) => {
		await openCustomers(page, "ketoan");
		await page.locator(".list-row .list-subject a:visible").first().click();
		await expect(page.locator(".page-container:visible .kh-facts")).toBeVisible();
		for (const [entry, extension] of [
			[/^\s*Xuất Excel\s*$/, "xlsx"],
			[/vCard/, "vcf"],
		]) {
			const answer = page
				.context()
				.waitForEvent("response", (one) => one.url().includes("exporting.api.one"));
			await (await openMenu(page)).locator("li").filter({ hasText: entry }).click();
			const headers = (await answer).headers(); // the page of a download closes at once
			expect(headers["content-disposition"]).toContain(`.${extension}`);
		}

		await open(page, "List", "KH Customer", "Report");
		await page.waitForFunction(() => window.cur_list?.datatable);
		await settle(page);
		await expect((await openMenu(page)).getByText("Xuất", { exact: true })).toHaveCount(0);
		await page.keyboard.press("Escape");
		await openExport(page);
		await field(dialog(page), "file_type").locator("select").selectOption("csv");
		const file = lines(await download(page));
		expect(file[0]).toContain("Chủ sở hữu");
		expect(file.join()).not.toContain("@abc.example");
		expect(file.join()).toContain(person("kinhdoanh2").full_name);
	});
});

for (const name of ["kinhdoanh1", "xem"]) {
	test.describe(name, () => {
		test.use({ as: name });

		test("is offered no export", async ({ page }) => {
			await openCustomers(page, name);
			await expect((await openMenu(page)).getByText("Xuất")).toHaveCount(0);
			await page.keyboard.press("Escape");
			await page.locator(".list-row .list-subject a:visible").first().click();
			await expect(page.locator(".page-container:visible .kh-facts")).toBeVisible();
			await expect((await openMenu(page)).getByText("Xuất")).toHaveCount(0);
			await page.keyboard.press("Escape");
		});
	});
}
