const {
	test,
	charts,
	expect,
	people,
	watch,
	openCustomers,
	countOf,
	picture,
} = require("../desk");

const MAY_CREATE = ["KH Manager", "KH Sales User"];
for (const person of people) {
	test.describe(`${person.full_name} (${person.roles})`, () => {
		const name = person.email.split("@")[0];
		test.use({ as: name });

		test("finds customers on the first page, and the list behind it", async ({ page }) => {
			await page.goto("/app");
			await expect(page.locator(".page-title .title-text")).toHaveText("Khách hàng");
			await expect(page.getByText("Danh sách khách hàng").first()).toBeVisible();
			await expect(
				page.locator(".number-widget-box", { hasText: "Tổng số khách hàng" })
			).toContainText(countOf(name));
			for (const link of ["Phân cấp khách hàng", "Đội kinh doanh", "Tỉnh/Thành phố"]) {
				await expect(page.locator(".links-widget-box").getByText(link)).toBeVisible();
			}
			await expect(
				page.locator(".links-widget-box").getByText("Thiết lập khách hàng")
			).toHaveCount(person.roles.includes("KH Manager") ? 1 : 0);
			await expect(page.locator(':text("Đang tải..."):visible')).toHaveCount(0);
			// A chart that is drawn only after its page was left complains in the console.
			await expect(charts(page)).toHaveCount(5);
			await expect(
				page.locator(".chart-loading-state:visible:text('Đang tải...')")
			).toHaveCount(0);
			if (person.roles.includes("KH Manager")) await picture(page, "khong-gian-lam-viec");

			await openCustomers(page, name);
			const mayCreate = person.roles.some((role) => MAY_CREATE.includes(role));
			await expect(page.getByRole("button", { name: "Thêm Khách hàng" })).toHaveCount(
				mayCreate ? 1 : 0
			);
		});
	});
}

test("somebody logs in on the page, after a wrong password", async ({ browser }) => {
	const page = await (await browser.newContext()).newPage();
	const errors = watch(page);
	errors.refusals = [401];
	await page.goto("/login");
	await page.locator("#login_email").fill(people[0].email);
	await page.locator("#login_password").fill("sai-mat-khau");
	await page.locator(".btn-login").first().click();
	await expect(page.locator(".login-content.page-card").first()).toHaveClass(/invalid/);
	await page.locator("#login_password").fill(people[0].password);
	await page.locator(".btn-login").first().click();
	await expect(page.locator(".page-title .title-text")).toHaveText("Khách hàng");
	expect(errors.found).toEqual([]);
});
