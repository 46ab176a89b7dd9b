// The people of a customer, shown and changed on its form.
// In a function of its own: Frappe joins the scripts of a form into one.
(() => {
	frappe.ui.form.on("KH Customer", {
		refresh(frm) {
			show_people(frm, frm.doc.__onload?.kh_people || []);
			show_addresses(frm);
		},
	});

	function show_addresses(frm) {
		if (frm.is_new()) {
			frm.get_field("address_html").$wrapper.empty();
			return;
		}
		frappe.contacts.render_address_and_contact(frm);
		frm.get_field("address_html")
			.$wrapper.find(".btn-address")
			.toggle(frappe.model.can_create("Address"));
	}

	function show_people(frm, people) {
		const $wrapper = frm.get_field("contact_html").$wrapper.empty();
		if (frm.is_new()) {
			$wrapper.html(
				`<p class="text-muted">${__("Save the customer, then add its contacts here.")}</p>`
			);
			return;
		}
		// The star is not for the form to save: the server keeps it.
		frm.doc.primary_contact = people.find((person) => person.is_primary)?.name || null;
		const $list = $('<div class="kh-people"></div>').appendTo($wrapper);
		if (!people.length)
			$list.append($('<p class="text-muted"></p>').text(__("No contacts yet.")));
		people.forEach((person) => $list.append(row_of(frm, person)));
		if (may_change(frm)) $wrapper.append(button_to_add(frm));
	}

	const may_change = (frm) => frm.perm[0]?.write && frappe.model.can_create("Contact");

	function button_to_add(frm) {
		return $('<button type="button" class="btn btn-default btn-sm kh-add-contact"></button>')
			.text(__("Add Contact"))
			.on("click", () =>
				crm_khachhang.add_contact(frm.doc.name, (people) => changed(frm, people))
			);
	}

	function changed(frm, people) {
		if (frm.doc.__onload) frm.doc.__onload.kh_people = people;
		show_people(frm, people);
	}

	function row_of(frm, person) {
		const $row = $('<div class="kh-person"></div>');
		$row.append(star(frm, person));
		const $name = $('<div class="kh-person-name"></div>').appendTo($row);
		$("<b></b>").text(person.full_name).appendTo($name);
		if (person.status_name)
			$('<span class="indicator-pill"></span>')
				.addClass((person.status_color || "gray").toLowerCase())
				.text(person.status_name)
				.appendTo($name);
		$('<div class="text-muted"></div>')
			.text([person.position_name, birth_of(person)].filter(Boolean).join(" · "))
			.appendTo($name);
		const $reach = $('<div class="kh-person-reach"></div>').appendTo($row);
		if (person.phone)
			$("<a></a>")
				.attr("href", `tel:${person.phone.replace(/[^\d+]/g, "")}`)
				.text(person.phone)
				.appendTo($reach);
		if (person.email)
			$("<a></a>")
				.attr("href", `mailto:${encodeURI(person.email)}`)
				.text(person.email)
				.appendTo($reach);
		if (may_change(frm)) $row.append(actions(frm, person));
		return $row;
	}

	const birth_of = ({ date_of_birth }) =>
		date_of_birth ? __("born on {0}", [frappe.datetime.str_to_user(date_of_birth)]) : "";

	function star(frm, person) {
		const label = person.is_primary ? __("Primary Contact") : __("Make Primary Contact");
		const $star = $('<button type="button" class="btn btn-xs kh-star"></button>')
			.attr({ title: label, "aria-label": label, "aria-pressed": String(person.is_primary) })
			.text(person.is_primary ? "★" : "☆")
			.prop("disabled", person.is_primary || !may_change(frm));
		$star.on("click", async () =>
			changed(
				frm,
				await crm_khachhang.contacts.call("set_primary", {
					customer: frm.doc.name,
					contact: person.name,
				})
			)
		);
		return $star;
	}

	function actions(frm, person) {
		const customer = frm.doc.name;
		const $actions = $('<div class="kh-person-actions"></div>');
		const add = (label, act) =>
			$('<button type="button" class="btn btn-default btn-xs"></button>')
				.text(label)
				.on("click", act)
				.appendTo($actions);
		add(__("Edit"), () =>
			crm_khachhang.contacts.change(customer, person, (people) => changed(frm, people))
		);
		add(__("Unlink"), () =>
			frappe.confirm(
				__("{0} no longer belongs to this customer. The contact itself stays.", [
					frappe.utils.escape_html(person.full_name).bold(),
				]),
				async () =>
					changed(
						frm,
						await crm_khachhang.contacts.call("unlink", {
							customer,
							contact: person.name,
						})
					)
			)
		);
		return $actions;
	}
})();
