// kinhdoanh2 leads no team: every second customer is kinhdoanh1's, and none of her business.
const { test, expect, open, openCustomers, settle, picture } = require("../desk");

test.use({ as: "kinhdoanh2" });

const MISSING = "KH99999";

/** A customer of kinhdoanh1, as a colleague who sees it finds it. */
async function hidden(desks) {
	const { page } = await desks("quanly");
	const filters = JSON.stringify({ account_manager: "kinhdoanh1@abc.example" });
	const answer = await page.request.get(
		`/api/resource/KH Customer?filters=${filters}&fields=["name","customer_name"]&limit_page_length=1`
	);
	return (await answer.json()).data[0];
}

test("the list holds her own customers, with names for owners", async ({ page }) => {
	await openCustomers(page, "kinhdoanh2");
	await expect(page.locator(".list-row:visible").first()).toContainText("Phạm Ngọc Mai");
	await expect(page.locator(".list-row:visible").first()).not.toContainText("@abc.example");
});

test("the address of another's customer opens what a wrong address opens", async ({
	page,
	desks,
}) => {
	const { name, customer_name } = await hidden(desks);
	const seen = [];
	for (const code of [name, MISSING]) {
		await open(page, "Form", "KH Customer", code);
		const text = await page.locator(".page-container:visible, .page-card:visible").innerText();
		expect(text).not.toContain(customer_name);
		seen.push(text.replaceAll(code, "…"));
	}
	expect(seen[0]).toBe(seen[1]);
	await picture(page, "khong-tim-thay");
});

test.describe("over the API", () => {
	test.use({ refusals: [403, 404, 417] });

	test("another's customer is not there", async ({ page, desks }) => {
		const { name } = await hidden(desks);
		for (const path of [
			"/api/resource/KH Customer/…",
			"/api/method/frappe.client.get?doctype=KH Customer&name=…",
			"/api/method/frappe.client.validate_link?doctype=KH Customer&docname=…",
			"/api/method/frappe.desk.form.load.getdoc?doctype=KH Customer&name=…",
			"/api/method/frappe.utils.print_format.download_pdf?doctype=KH Customer&name=…",
			"/printview?doctype=KH Customer&name=…",
		]) {
			const answers = [];
			for (const code of [name, MISSING]) {
				const answer = await page.request.get(path.replace("…", code));
				answers.push([answer.status(), (await answer.text()).replaceAll(code, "…")]);
			}
			expect(answers[0], path).toEqual(answers[1]);
		}
	});
});

test("nothing is offered that the server refuses", async ({ page }) => {
	await openCustomers(page, "kinhdoanh2");
	const labels = (selector) =>
		page.locator(selector).evaluateAll((items) =>
			items.map((item) => decodeURIComponent(item.dataset.label))
		);
	const ofList = await labels(".page-container:visible .menu-item-label, .actions-btn-group .menu-item-label");
	expect(ofList).not.toContain("Nhập khẩu");
	expect(ofList.filter((label) => label.startsWith("Xuất"))).toEqual([]);
	await page.locator(".list-row:visible .list-subject a").first().click();
	await settle(page);
	await expect(page).toHaveURL(/kh-customer\/KH/);
	expect(await labels(".page-container:visible .menu-item-label")).not.toContain("Đổi tên");
});

test.describe("the manager", () => {
	test.use({ as: "quanly" });

	test("sees the tree of teams", async ({ page }) => {
		await open(page, "Tree", "KH Sales Team");
		await expect(page.locator(".tree-label:visible").first()).toHaveText("Toàn công ty");
		await expect(page.getByText("Đội Hà Nội").first()).toBeVisible();
		await picture(page, "cay-doi-kinh-doanh");
	});

	test("is not offered an import that does not open", async ({ page }) => {
		await openCustomers(page, "quanly");
		const labels = await page
			.locator(".page-container:visible .menu-item-label")
			.evaluateAll((items) => items.map((item) => decodeURIComponent(item.dataset.label)));
		expect(labels.length).toBeGreaterThan(0);
		expect(labels).not.toContain("Nhập khẩu");
	});
});
