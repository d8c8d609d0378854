// swift-tools-version: 6.1
import PackageDescription

// The architecture, as far as a compiler can check it: arrows point down only, adapters
// (Storage, HotState, Upstream) never import one another, and
// `--explicit-target-dependency-import-check error` (see the Makefile) rejects what is not
// declared here.

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let argumentParser = Target.Dependency.product(
    name: "ArgumentParser",
    package: "swift-argument-parser"
)
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPCompression = Target.Dependency.product(
    name: "NIOHTTPCompression",
    package: "swift-nio-extras"
)
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let serviceLifecycle = Target.Dependency.product(
    name: "ServiceLifecycle",
    package: "swift-service-lifecycle"
)
let unixSignals = Target.Dependency.product(
    name: "UnixSignals",
    package: "swift-service-lifecycle"
)

/// A library of ours below `Sources`.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// A program of ours below `Sources`.
func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .executableTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// The tests of one module, below `Tests`.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name + "Tests",
        dependencies: dependencies + ["TestSupport"],
        swiftSettings: settings
    )
}

let package = Package(
    name: "mjtask",
    products: [
        .executable(name: "mjtask-responder", targets: ["Responder"]),
        .executable(name: "mjtask-poller", targets: ["Poller"]),
        .executable(name: "mjtask", targets: ["Admin"]),
        .executable(name: "mjtask-demo-upstream", targets: ["DemoUpstream"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        // C libraries of the system
        .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev", "libssl-dev"])]),
        .systemLibrary(name: "CFastCGI", providers: [.apt(["libfcgi-dev"])]),
        .systemLibrary(name: "CHiredis", providers: [.apt(["libhiredis-dev"])]),
        .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),

        // Below: values, rules and protocols
        module("Domain"),
        module("FastCGI", ["CFastCGI"]),
        module("HTTP", ["CCurl"]),
        module("Redis", ["CHiredis"]),
        module("Systemd", [logging]),
        module("Supervision"),
        module("TaskDocuments", ["Domain", crypto]),

        // Adapters: one outside system each
        module("Storage", ["CSQLite", "Domain", grdb, logging]),
        module("HotState", ["Domain", "Redis", logging]),
        module(
            "Upstream",
            [
                "Domain", "HTTP", crypto, httpClient, logging, nioCore, nioHTTP1,
                nioHTTPCompression, nioPosix,
            ]
        ),

        // Features: what each program does
        module(
            "TaskAPI",
            [
                "Domain", "FastCGI", "HotState", "Storage", "TaskDocuments", "Upstream", crypto,
                logging,
            ]
        ),
        module(
            "Polling",
            [
                "Domain", "HotState", "Storage", "TaskDocuments", "Upstream", logging,
                serviceLifecycle,
            ]
        ),
        module("Administration", ["Domain", "HotState", "Storage", crypto, logging]),

        // Programs: wiring
        module(
            "Settings",
            [
                "Domain", "FastCGI", "HotState", "Polling", "Storage", "TaskAPI", "Upstream",
                configuration, logging,
            ]
        ),
        program(
            "Responder",
            [
                "FastCGI", "HotState", "Settings", "Storage", "Systemd", "TaskAPI", "Upstream",
                argumentParser, logging,
            ]
        ),
        program(
            "Poller",
            [
                "HotState", "Polling", "Settings", "Storage", "Systemd", "Upstream",
                argumentParser, logging, serviceLifecycle, unixSignals,
            ]
        ),
        program(
            "Admin",
            [
                "Administration", "Domain", "FastCGI", "Settings", "Storage", "Supervision",
                "Upstream", argumentParser, logging,
            ]
        ),
        program(
            "DemoUpstream",
            [
                "CZlib", "Domain", argumentParser, deque, heap, httpClient, httpTypes, hummingbird,
                logging, nioCore, nioHTTP1, nioPosix, serviceLifecycle, unixSignals,
            ]
        ),

        // Tests
        .target(
            name: "TestSupport",
            dependencies: [
                "CSQLite", "Domain", "Redis", "Storage", "Supervision", grdb, logging,
            ],
            path: "Tests/TestSupport",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "Benchmarks",
            dependencies: ["NullResponder", "Supervision", "TestSupport"],
            path: "Tests/Benchmarks",
            swiftSettings: settings
        ),
        .executableTarget(
            name: "NullResponder",
            path: "Tests/NullResponder",
            linkerSettings: [.linkedLibrary("fcgi")]
        ),
        tests("TestSupport", ["Domain"]),
        tests("Domain", ["Domain"]),
        tests("FastCGI", ["FastCGI", "CFastCGI"]),
        tests("HTTP", ["HTTP", "Supervision"]),
        tests("Redis", ["Redis"]),
        tests("Systemd", ["Systemd", logging]),
        tests("Supervision", ["Supervision"]),
        tests("TaskDocuments", ["TaskDocuments", "Domain"]),
        tests("Storage", ["Storage", "CSQLite", "Domain", grdb, logging]),
        tests("HotState", ["HotState", "Domain", "Redis", "Supervision"]),
        tests("Upstream", ["Upstream", "Domain", logging]),
        tests(
            "TaskAPI",
            [
                "TaskAPI", "Domain", "FastCGI", "HotState", "Redis", "Storage", "TaskDocuments",
                "Upstream", crypto, logging,
            ]
        ),
        tests(
            "Polling",
            ["Polling", "Domain", "HotState", "Storage", "Supervision", "Upstream", logging]
        ),
        tests(
            "Administration",
            [
                "Admin", "Administration", "Domain", "HotState", "Storage", "Supervision", crypto,
                grdb, logging,
            ]
        ),
        tests(
            "Settings",
            [
                "Settings", "Domain", "FastCGI", "HotState", "Polling", "Storage", "TaskAPI",
                "Upstream", logging,
            ]
        ),
        tests("DemoUpstream", ["DemoUpstream", "CZlib", "Domain", httpClient, nioCore, nioHTTP1]),
        tests(
            "EndToEnd",
            [
                "Administration", "Domain", "Settings", "Storage", "Supervision", crypto,
                httpClient,
                logging, nioCore, nioHTTP1,
            ]
        ),
    ]
)
