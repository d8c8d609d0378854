import GRDB

/// One step of the schema: a transaction of its own, applied once, in order, never changed after
/// a release.
struct SchemaMigration: Sendable {
    /// Sorts after all earlier ones; recorded in the database.
    let name: String
    let apply: @Sendable (Database) throws -> Void

    init(name: String, apply: @escaping @Sendable (Database) throws -> Void) {
        self.name = name
        self.apply = apply
    }

    /// All there are, oldest first.
    static let all: [SchemaMigration] = [.initial, .followUps, .limitsAndHealth]
}

/// Applies migrations, and tells a database that is older or newer than the program.
struct Schema {
    private let migrator: DatabaseMigrator
    private let names: [String]

    init(_ migrations: [SchemaMigration] = SchemaMigration.all) {
        var migrator = DatabaseMigrator()
        for migration in migrations {
            migrator.registerMigration(migration.name, migrate: migration.apply)
        }
        self.migrator = migrator
        names = migrations.map(\.name)
    }

    /// Brings the database up to date; a step that fails leaves what the steps before it made.
    func migrate(_ writer: DatabaseQueue) throws {
        try writer.read(refuseNewer)
        try migrator.migrate(writer)
    }

    /// Throws unless the database has just the migrations that the program knows.
    func verify(_ database: Database) throws {
        try refuseNewer(database)
        guard try migrator.hasCompletedMigrations(database) else {
            throw StorageError.unavailable(
                operation: "open the database",
                reason: "its schema is older than the program"
            )
        }
    }

    /// The name of the newest migration that was applied.
    func current(_ database: Database) throws -> String {
        try migrator.appliedIdentifiers(database).max() ?? "none"
    }

    func refuseNewer(_ database: Database) throws {
        let unknown = try migrator.appliedIdentifiers(database).subtracting(names)
        if let newest = unknown.max() {
            throw StorageError.newerSchema(found: newest, known: names.last ?? "none")
        }
    }
}
