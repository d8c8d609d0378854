import Crypto
import Domain
import Storage
import TestSupport
import Testing

/// What clients see after an import that another process made.
struct ImportedTasksTests {
    @Test func cachedPages_areMadeAnew_andOldCredentialsWork() throws {
        try TestAPI.run { api in
            try api.addTask()
            let source = try NewAPIDatabase(api.directory + "/one-api.db", .new)
            try source.execute(
                """
                INSERT INTO users (id, username, role, access_token) VALUES
                    (41, 'ann', 1, 'anns access'), (42, 'boss', 10, 'the boss''s access');
                INSERT INTO tokens (id, user_id, `key`, unlimited_quota) VALUES (7, 41, 'annskey', 1);
                INSERT INTO midjourneys (id, user_id, action, mj_id, prompt, submit_time, status,
                    progress, image_url) VALUES
                    (900, 41, 'IMAGINE', 'old-1', 'a dog', 1600000000000, 'SUCCESS', '100%', ''),
                    (901, 41, 'IMAGINE', 'old-2', 'a cow', 1600000001000, 'SUCCESS', '100%', '');
                """
            )
            func total(_ path: String, _ token: String) throws -> Int64? {
                try api.get(path, token: token).json["data"]?["total"]?.integer
            }
            for _ in 1...2 {
                #expect(try total("/api/mj/", "access-administrator") == 1)
                #expect(try total("/api/mj/self", "sk-user") == 1)
                #expect(try total("/api/mj/self", "sk-annskey") == nil)
            }

            // The versions of another process: this one is told by the shared file alone.
            _ = try Store.importNewAPI(
                ImportRequest(path: source.path, taskDeadline: .seconds(3_600)) { text in
                    TokenHash(bytes: Array(SHA256.hash(data: Array(text.utf8))))
                },
                into: api.store.configuration,
                versions: try api.otherProcess()
            )

            for _ in 1...2 {
                #expect(try total("/api/mj/", "access-administrator") == 3)
                #expect(try total("/api/mj/self", "sk-user") == 1)
                for token in ["sk-annskey", "annskey", "anns access"] {
                    #expect(try total("/api/mj/self", token) == 2)
                }
                #expect(try total("/api/mj/", "the boss's access") == 3)
                #expect(try api.get("/mj/task/old-2/fetch", token: "annskey").status == 200)
                #expect(try api.get("/mj/task/old-2/fetch", token: "sk-user").status == 404)
            }
        }
    }
}
