// "Save filter": Frappe keeps a filter for oneself or for all; here it can be kept for a team as well.
// The server says who may (customers/lists/saved_filters.py). Kept filters stand in Frappe's own list of them.
(() => {
	async function ask_and_save(list) {
		const filters = list.filter_area.get();
		if (!filters.length) {
			frappe.show_alert({
				message: __("There is no filter to keep. Filter the list first."),
				indicator: "orange",
			});
			return;
		}
		const teams = await frappe.xcall("crm_khachhang.customers.lists.api.my_teams");
		const dialog = new frappe.ui.Dialog({
			title: __("Save Filter"),
			fields: [
				{ fieldname: "filter_name", fieldtype: "Data", label: __("Filter Name"), reqd: 1 },
				{
					fieldname: "shared_with",
					fieldtype: "Select",
					label: __("Visible To"),
					options: audiences(teams),
					default: "me",
					reqd: 1,
				},
			],
			primary_action_label: __("Save"),
			primary_action: async (values) => {
				await save(values, filters);
				dialog.hide();
				refresh_saved_filters(list);
				frappe.show_alert({ message: __("Filter saved"), indicator: "green" });
			},
		});
		dialog.show();
	}

	function audiences(teams) {
		const shown = [{ value: "me", label: __("Only Me") }];
		for (const { name, team_name } of teams) {
			shown.push({ value: `team:${name}`, label: __("{0} (whole team)", [team_name]) });
		}
		if (frappe.user.has_role(["KH Manager", "System Manager"])) {
			shown.push({ value: "all", label: __("Everybody") });
		}
		return shown;
	}

	function save({ filter_name, shared_with }, filters) {
		const team = shared_with.startsWith("team:") ? shared_with.slice("team:".length) : "";
		return frappe.db.insert({
			doctype: "List Filter",
			reference_doctype: "KH Customer",
			filter_name,
			filters: JSON.stringify(filters),
			for_user: shared_with === "me" ? frappe.session.user : "",
			kh_sales_team: team,
		});
	}

	/** Frappe's own list of saved filters, in the sidebar; releases differ in where they keep it. */
	function refresh_saved_filters(list) {
		const saved = list.list_sidebar?.list_filter || list.list_filter || list.list_filters;
		saved?.refresh?.();
		saved?.toggle_saved_filters?.(true);
	}

	/** Frappe's own field would save for oneself only: one way to save is enough. */
	function offer(list) {
		const section = list.list_sidebar?.sidebar?.find(".save-filter-section");
		const button = $(`<button type="button" class="btn btn-default btn-sm kh-save-filter">
			${__("Save Filter")}</button>`).on("click", () => ask_and_save(list));
		if (section?.length) {
			section.find(".input-area").hide();
			section.find(".sidebar-label").after(button);
		} else {
			list.page.add_menu_item(__("Save Filter"), () => ask_and_save(list));
		}
	}

	crm_khachhang.customer_list.parts.push({ onload: offer });
})();
