// Customers in the awesome bar: who types a number or a name finds the customer there, on every page.
frappe.provide("crm_khachhang.search");

(() => {
	const SHORTEST = 2;
	const MOST = 6;
	const WAIT = 200; // milliseconds after the last key

	// Above and below "Search for …", which Frappe gives 100 and which Enter takes: a number or an address can only
	// mean a customer, a word may as well mean a page.
	const FIRST = 105;
	const SECOND = 99;

	/** Customers found by what was typed, the best first. */
	crm_khachhang.search.find = (text, limit) =>
		frappe.xcall("crm_khachhang.customers.search.api.find", { text, limit });

	/** Opens the form of a new customer with what was searched in vain: a number as its phone, else its name. */
	crm_khachhang.search.offer_new = (text) => {
		const is_phone = /^[\d\s.()/+-]+$/.test(text) && text.replace(/\D/g, "").length >= 8;
		const is_email = /^\S+@\S+\.\S+$/.test(text);
		const values = { [is_phone ? "phone" : is_email ? "email" : "customer_name"]: text };
		if (crm_khachhang.new_customer) crm_khachhang.new_customer(values);
		else frappe.new_doc("KH Customer", values);
	};

	function option_of(customer, text) {
		const shown = [customer.name, customer.phone, customer.account_manager_name];
		const [name, details] = [customer.customer_name, shown.filter(Boolean).join(" · ")].map(
			(words) => frappe.utils.escape_html(words || "")
		);
		const is_exact = /\d{3}|@/.test(text.replace(/[\s.()+-]/g, ""));
		return {
			label: name,
			description: details,
			// What the bar knows its options by; with the code, as names repeat.
			value: `${customer.customer_name} ${customer.name}`,
			route: ["Form", "KH Customer", customer.name],
			index: is_exact ? FIRST : SECOND,
			default: "Customer",
			match: text,
		};
	}

	async function add_customers(bar, text) {
		const customers = await crm_khachhang.search.find(text, MOST);
		// Meanwhile something else may have been typed.
		if (bar.kh_text !== text || !bar.awesomplete || !customers.length) return;
		const options = customers.map((customer) => option_of(customer, text));
		bar.options = [...options, ...bar.options];
		bar.awesomplete.list = bar.deduplicate(bar.options);
	}

	function can_search(text) {
		return (
			text.length >= SHORTEST && !/^[#=(]/.test(text) && frappe.model.can_read("KH Customer")
		);
	}

	function extend(AwesomeBar) {
		const { add_defaults } = AwesomeBar.prototype;
		const ask = frappe.utils.debounce(add_customers, WAIT);

		AwesomeBar.prototype.add_defaults = function (text) {
			add_defaults.call(this, text);
			this.kh_text = text;
			if (can_search(text)) ask(this, text);
		};
	}

	if (frappe.search?.AwesomeBar?.prototype.add_defaults) extend(frappe.search.AwesomeBar);
})();
