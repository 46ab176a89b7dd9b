// Dialogs of care for many customers; the server does them as bulk actions (care/plans/bulk.py).
frappe.provide("crm_khachhang.bulk");
(() => {
	/** Ask for one appointment with each of the customers. */
	crm_khachhang.bulk_care = (selection) => {
		const dialog = crm_khachhang.bulk.ask(selection, {
			title: (count) => __("Plan care of {0} customers", [count]),
			button: (count) => __("Plan {0} Appointments", [count]),
			fields: care_fields(),
			action: "care",
			parameters: (values) => ({
				...crm_khachhang.care.read_fields(values),
				assigned_to: values.assigned_to,
				description: values.description,
				per_day: values.per_day,
			}),
		});
		crm_khachhang.care.draw_moments(dialog.get_field("moments").$wrapper, (value) =>
			dialog.set_value("care_starts_on", value)
		);
		dialog.set_value("care_starts_on", crm_khachhang.care.next_working_hour());
	};

	/** Put the customers into a care plan. */
	crm_khachhang.bulk_care_plan = (selection) =>
		crm_khachhang.bulk.ask(selection, {
			title: (count) => __("Care plan for {0} customers", [count]),
			button: (count) => __("Apply to {0} Customers", [count]),
			fields: [
				plan_field({ enabled: 1 }),
				{
					fieldname: "applied_on",
					fieldtype: "Date",
					label: __("Begins On"),
					default: frappe.datetime.get_today(),
					reqd: 1,
					description: __(
						"The plan comes besides that of the tier or group. Applied again, it changes nothing."
					),
				},
			],
			action: "care_plan",
		});

	/** Take the customers out of a plan that somebody put them into. */
	crm_khachhang.bulk_care_plan_stop = (selection) =>
		crm_khachhang.bulk.ask(selection, {
			title: (count) => __("Stop the care plan of {0} customers", [count]),
			button: (count) => __("Stop for {0} Customers", [count]),
			fields: [
				{
					...plan_field({}),
					description: __("What it still plans with these customers is cancelled."),
				},
			],
			action: "care_plan_stop",
		});

	function plan_field(filters) {
		return {
			fieldname: "care_plan",
			fieldtype: "Link",
			options: "KH Care Plan",
			label: __("Care Plan"),
			get_query: () => ({ filters }),
			reqd: 1,
		};
	}

	function care_fields() {
		return [
			{ fieldname: "moments", fieldtype: "HTML" },
			...crm_khachhang.care.fields(),
			{
				fieldname: "per_day",
				fieldtype: "Int",
				label: __("Customers per Day"),
				description: __(
					"For example 20: the first 20 on this day, the next 20 on the next working day. Empty: all on this day."
				),
			},
			{
				fieldname: "assigned_to",
				fieldtype: "Link",
				options: "User",
				label: __("Assigned To"),
				get_query: () => ({ filters: { enabled: 1, user_type: "System User" } }),
				description: __("Empty: the owner of the customer."),
			},
			{ fieldname: "description", fieldtype: "Small Text", label: __("Description") },
		];
	}
})();
