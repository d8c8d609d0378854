# make help lists what there is to make. Needs make and Swift; "deps" sees to the rest.

PORT ?= 8080
DEMO_DIR ?= .demo
# Another midjourney-proxy for the demo, such as http://10.0.0.7:8080, and its mj-api-secret.
UPSTREAM ?=
SECRET ?=

# Where "make install" puts everything below; not empty for packages.
DESTDIR ?=
SHARE := $(DESTDIR)/usr/share

SWIFT ?= swift
# Without the check a module could import any other that happens to be built; it shows only in the
# exit status of a build.
BUILD_FLAGS := --explicit-target-dependency-import-check error
SOURCES := Package.swift Sources Tests
PACKAGES := libcurl4-openssl-dev libssl-dev ca-certificates libfcgi-dev libhiredis-dev libsqlite3-dev zlib1g-dev \
	nginx redis-server curl git openssl python3-venv

.PHONY: help demo bench build install test schemathesis format lint lint-swift lint-nginx lint-units deps packages swift

help:
	@echo 'make demo    build, and run everything in $(DEMO_DIR) until Ctrl-C: http://127.0.0.1:$(PORT)'
	@echo '             PORT=8080 DEMO_DIR=.demo UPSTREAM=http://host:port SECRET=…'
	@echo 'make test    unit, integration and end-to-end tests'
	@echo 'make schemathesis   made-up requests against a demo, held against nginx/openapi.json'
	@echo 'make bench   what a submit and waiting submits cost, beside baselines of the same run'
	@echo 'make build   the programs, optimized, in .build/release'
	@echo 'make install programs, units, files for nginx, manual pages and completions, after a build'
	@echo 'make format  format the sources'
	@echo 'make lint    check their format, and the files for nginx and systemd'
	@echo 'make deps    install the Debian packages that are missing'

demo: build
	@MJTASK_CHANNEL_SECRET='$(SECRET)' exec .build/release/mjtask demo --stop-with-parent \
		--directory '$(DEMO_DIR)' --port '$(PORT)' $(if $(UPSTREAM),--upstream '$(UPSTREAM)')

build: deps
	$(SWIFT) build -c release $(BUILD_FLAGS)

# What is there already of settings stays. The program itself writes its manual pages and
# completions, so that they always fit.
install:
	@test -x .build/release/mjtask || { echo 'First: make build' >&2; exit 1; }
	install -D -m 755 -t '$(DESTDIR)/usr/bin' \
		.build/release/mjtask .build/release/mjtask-responder .build/release/mjtask-poller
	test -e '$(DESTDIR)/etc/mjtask/mjtask.env' \
		|| install -D -m 640 systemd/mjtask.env '$(DESTDIR)/etc/mjtask/mjtask.env'
	install -D -m 644 -t '$(DESTDIR)/etc/systemd/system' \
		systemd/*.service systemd/*.socket systemd/*.target
	install -D -m 644 systemd/mjtask.sysusers '$(DESTDIR)/etc/sysusers.d/mjtask.conf'
	install -D -m 644 systemd/mjtask.tmpfiles '$(DESTDIR)/etc/tmpfiles.d/mjtask.conf'
	install -D -m 644 -t '$(DESTDIR)/etc/nginx/mjtask' nginx/*
	umask 022 && .build/release/mjtask manual '$(SHARE)/man'
	umask 022 && mkdir -p '$(SHARE)/bash-completion/completions' \
		'$(SHARE)/zsh/vendor-completions' '$(SHARE)/fish/vendor_completions.d'
	.build/release/mjtask --generate-completion-script bash \
		>'$(SHARE)/bash-completion/completions/mjtask'
	.build/release/mjtask --generate-completion-script zsh >'$(SHARE)/zsh/vendor-completions/_mjtask'
	.build/release/mjtask --generate-completion-script fish \
		>'$(SHARE)/fish/vendor_completions.d/mjtask.fish'

# One after the other: tests that block would keep the two threads of a small machine's pool from
# those that wait for time-outs.
test: deps
	$(SWIFT) build --build-tests $(BUILD_FLAGS)
	$(SWIFT) test --disable-xctest --skip-build --no-parallel

schemathesis: deps
	$(SWIFT) build $(BUILD_FLAGS)
	Tests/Schemathesis/run

bench: PACKAGES += wrk
bench: build
	.build/release/Benchmarks

format: swift
	$(SWIFT) format --in-place --recursive $(SOURCES)

lint: lint-swift lint-nginx lint-units

lint-swift: swift
	$(SWIFT) format lint --strict --recursive $(SOURCES)

# In a server of its own, as the includes are meant to be used.
lint-nginx: packages
	@set -eu; folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	ln -s '$(CURDIR)/nginx' "$$folder/mjtask"; \
	{ echo "pid $$folder/pid; events {} http {"; \
	  for name in client_body fastcgi proxy scgi uwsgi; do \
	    echo "$${name}_temp_path $$folder/$$name;"; done; \
	  echo "access_log off; include mjtask/mjtask.conf;"; \
	  echo "server { listen 127.0.0.1:8080; include mjtask/mjtask-locations.conf; } }"; \
	} >"$$folder/nginx.conf"; \
	/usr/sbin/nginx -t -q -e stderr -p "$$folder" -c nginx.conf; \
	echo 'nginx: the includes are fine'

# Below a root of their own, where the programs they start exist.
lint-units:
	@command -v systemd-analyze >/dev/null || { echo 'systemd: not here, not checked'; exit 0; }; \
	set -eu; root=$$(mktemp -d); trap 'rm -rf "$$root"' EXIT; \
	units=$$root/usr/lib/systemd/system; mkdir -p "$$units" "$$root/usr/bin"; \
	for name in sysinit basic sockets shutdown multi-user network nss-lookup; do \
	  cp "/usr/lib/systemd/system/$$name.target" "$$units"; done; \
	for name in mjtask-responder mjtask-poller; do cp /bin/true "$$root/usr/bin/$$name"; done; \
	cp systemd/*.socket systemd/*.service systemd/*.target "$$units"; \
	(cd systemd && systemd-analyze verify --man=no --recursive-errors=one --root="$$root" \
	  *.target *.socket *.service); \
	echo 'systemd: the units are fine'

deps: swift packages

# Quick when nothing is missing.
packages:
	@command -v dpkg-query >/dev/null || { \
	  echo 'This is no Debian: please install what these packages hold: $(PACKAGES)'; exit 0; }; \
	missing=; for name in $(PACKAGES); do \
	  dpkg-query -W -f='$${db:Status-Status}\n' "$$name" 2>/dev/null | grep -qx installed \
	    || missing="$$missing $$name"; done; \
	[ -n "$$missing" ] || exit 0; \
	command="apt-get install -y --no-install-recommends$$missing"; \
	if [ "$$(id -u)" = 0 ]; then as_root=; \
	elif command -v sudo >/dev/null; then as_root=sudo; \
	else echo "Some Debian packages are missing. As root, please run: $$command" >&2; exit 1; fi; \
	echo "Installing$$missing"; \
	$$as_root apt-get update -qq && $$as_root env DEBIAN_FRONTEND=noninteractive $$command || { \
	  echo "That failed. As root, please run: apt-get update && $$command" >&2; exit 1; }

swift:
	@version=$$($(SWIFT) --version 2>/dev/null \
	  | sed -n 's/.*Swift version \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1); \
	set -- $$version; \
	if [ $$# -ne 2 ] || [ "$$1" -lt 6 ] || { [ "$$1" -eq 6 ] && [ "$$2" -lt 1 ]; }; then \
	  echo "mjtask needs Swift 6.1 or newer; found: $${1:-none}$${2:+.$$2}." >&2; \
	  echo 'Install it from https://www.swift.org/install/linux/ and put it on the PATH.' >&2; \
	  exit 1; fi
