import Domain

extension SettingField {
    typealias Path<Value> = any WritableKeyPath<BehaviorSettings, Value> & Sendable

    static func flag(_ name: String, _ help: String, _ path: Path<Bool>) -> SettingField {
        field(name, help, path, { .bool($0) }) { value in
            guard case .bool(let flag) = value else { return nil }
            return flag
        }
    }

    static func text(_ name: String, _ help: String, _ path: Path<String>) -> SettingField {
        field(name, help, path, { .string($0) }) { $0.string }
    }

    static func number(_ name: String, _ help: String, _ path: Path<Milliseconds>) -> SettingField {
        field(name, help, path, { .integer($0) }) { value in
            value.integer.flatMap { $0 >= 0 ? $0 : nil }
        }
    }

    static func choice<Choice: RawRepresentable<String> & Sendable>(
        _ name: String,
        _ help: String,
        _ path: Path<Choice>
    ) -> SettingField {
        field(name, help, path, { .string($0.rawValue) }) { $0.string.flatMap(Choice.init) }
    }

    private static func field<Value>(
        _ name: String,
        _ help: String,
        _ path: Path<Value>,
        _ read: @escaping @Sendable (Value) -> JSONValue,
        _ parse: @escaping @Sendable (JSONValue) -> Value?
    ) -> SettingField {
        SettingField(
            name: name,
            help: help,
            read: { read($0[keyPath: path]) },
            written: { settings, json in
                var settings = settings
                guard let value = parse(json) else { return nil }
                settings[keyPath: path] = value
                return settings
            }
        )
    }
}

extension SeedSettings.SeedError {
    init(_ body: JSONValue) {
        self.init()
        if let status = body["status"]?.integer { self.status = Int(clamping: status) }
        if let code = body["code"]?.integer { self.code = code }
        if let description = body["description"]?.string { self.description = description }
    }

    var json: JSONValue {
        .object([
            "status": .integer(Int64(status)), "code": .integer(code),
            "description": .string(description),
        ])
    }
}
