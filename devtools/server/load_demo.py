"""Loads the demo company into a site; run by `./dev`, connected as Administrator."""

from crm_khachhang.setup.demo import load

load()
