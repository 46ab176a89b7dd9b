// A field to type in and choose from: what a column means. Groups, accents do not matter, keys do all.
frappe.provide("crm_khachhang.importing");
(() => {
	const here = crm_khachhang.importing;
	let pickers = 0;

	here.fold = (text) =>
		(text || "")
			.normalize("NFD")
			.replace(/[\u0300-\u036f]/g, "")
			.replace(/đ/gi, "d")
			.toLowerCase()
			.trim();

	/**
	 * `targets` are [{value, label, group, closed}], `none` what choosing nothing is called; `note(target)` says more
	 * about one. `pick(value)` is called with "" for nothing.
	 */
	here.FieldPicker = class {
		constructor({ targets, value, none, label, note, pick }) {
			Object.assign(this, { targets, none, note, pick, id: `kh-picker-${++pickers}` });
			this.box = $('<div class="kh-picker"></div>');
			this.input =
				$(`<input type="text" class="form-control input-sm" role="combobox" autocomplete="off"
				aria-expanded="false" aria-autocomplete="list" aria-controls="${this.id}">`)
					.attr("aria-label", label)
					.appendTo(this.box)
					.on("focus click", () => this.open())
					.on("input", () => this.draw(this.input.val()))
					.on("keydown", (event) => this.on_key(event))
					.on("blur", () => this.close());
			this.set(value);
		}

		set(value) {
			this.value = value || "";
			const target = this.targets.find((one) => one.value === this.value);
			this.input.val(target ? target.label : "").attr("placeholder", this.none);
			this.box.toggleClass("kh-picker-empty", !target);
		}

		open() {
			if (this.list) return;
			this.list = $(`<div class="kh-picker-list" role="listbox" id="${this.id}"></div>`)
				.appendTo(this.box)
				.on("mousedown", (event) => event.preventDefault()) // keeps the focus in the input
				.on("click", ".kh-option", (event) => this.choose($(event.currentTarget)));
			this.input.attr("aria-expanded", true).trigger("select");
			this.draw("");
		}

		draw(typed) {
			if (!this.list) this.open();
			const wanted = here.fold(typed);
			const fits = ({ label, value }) =>
				!wanted || here.fold(label).includes(wanted) || value.includes(wanted);
			this.list.empty();
			if (!wanted) this.add_option({ value: "", label: this.none });
			let group = "";
			for (const target of this.targets.filter(fits)) {
				if (target.group !== group) {
					group = target.group;
					$('<div class="kh-option-group"></div>').text(group).appendTo(this.list);
				}
				this.add_option(target);
			}
			if (!this.list.children().length)
				$(`<div class="text-muted kh-option-group">${__("No such field")}</div>`).appendTo(
					this.list
				);
			const chosen = wanted ? null : this.options().filter(`[data-value="${this.value}"]`);
			this.mark(chosen?.length ? chosen : this.options().first());
		}

		add_option(target) {
			const option = $('<div role="option"></div>')
				.addClass(target.closed ? "kh-closed" : "kh-option")
				.attr({
					"data-value": target.value,
					id: `${this.id}-${this.list.children().length}`,
					"aria-disabled": Boolean(target.closed),
				})
				.append($("<span></span>").text(target.label))
				.appendTo(this.list);
			const note = target.closed || (target.value && this.note?.(target));
			if (note) $('<small class="text-muted"></small>').text(note).appendTo(option);
		}

		options() {
			return this.list.children(".kh-option");
		}

		mark(option) {
			this.options().removeClass("kh-marked").attr("aria-selected", false);
			if (!option?.length) return;
			option.addClass("kh-marked").attr("aria-selected", true);
			this.input.attr("aria-activedescendant", option.attr("id"));
			const [list, one] = [this.list[0], option[0]];
			if (one.offsetTop < list.scrollTop) list.scrollTop = one.offsetTop;
			const below = one.offsetTop + one.offsetHeight - list.clientHeight;
			if (below > list.scrollTop) list.scrollTop = below;
		}

		on_key(event) {
			const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
			if (step) {
				if (!this.list) return this.open();
				const options = this.options();
				const at = options.index(options.filter(".kh-marked"));
				this.mark(options.eq((at + step + options.length) % options.length));
			} else if (event.key === "Enter" && this.list)
				this.choose(this.options().filter(".kh-marked"));
			else if (event.key === "Escape" && this.list) this.close();
			else return;
			event.preventDefault();
			event.stopPropagation();
		}

		choose(option) {
			if (!option.length) return;
			const before = this.value;
			this.value = option.attr("data-value");
			this.close();
			if (this.value !== before) this.pick(this.value);
		}

		close() {
			this.list?.remove();
			this.list = null;
			this.input.attr("aria-expanded", false).removeAttr("aria-activedescendant");
			this.set(this.value);
		}
	};
})();
