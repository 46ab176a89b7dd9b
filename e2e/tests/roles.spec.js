const { test, expect, people, open, picture } = require("../desk");

for (const person of people) {
	const name = person.email.split("@")[0];

	test.describe(`${person.full_name} (${person.roles})`, () => {
		test.use({ as: name });

		test("finds customers on the first page after login", async ({ page }) => {
			await page.goto("/app");
			await expect(page.locator(".page-title .title-text")).toHaveText("Khách hàng");
			await expect(page.getByText("Tất cả khách hàng").first()).toBeVisible();
			await expect(page.locator(".number-widget-box").first()).toContainText(/5\d\d/);
			await expect(page.getByText("Đang tải...")).toHaveCount(0);
			if (name === "quanly") await picture(page, "khong-gian-lam-viec");
		});

		test("opens the list; a new customer is offered to those who may make one", async ({
			page,
		}) => {
			await open(page, "List", "KH Customer");
			await expect(page.locator(".list-count")).toContainText(/5\d\d/);
			const mayCreate = person.roles.some((role) =>
				["KH Manager", "KH Sales User"].includes(role)
			);
			await expect(page.getByRole("button", { name: "Thêm Khách hàng" })).toHaveCount(
				mayCreate ? 1 : 0
			);
		});
	});
}

test.describe("nobody", () => {
	test.use({ as: "", refusals: [401] });

	test("logs in on the page, after a wrong password", async ({ page }) => {
		await page.goto("/login");
		await page.locator("#login_email").fill(people[0].email);
		await page.locator("#login_password").fill("sai-mat-khau");
		await page.locator(".btn-login").first().click();
		await expect(page.locator(".login-content.page-card").first()).toHaveClass(/invalid/);
		await page.locator("#login_password").fill(people[0].password);
		await page.locator(".btn-login").first().click();
		await expect(page.locator(".page-title .title-text")).toHaveText("Khách hàng");
	});
});
