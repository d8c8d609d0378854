import Domain
import Foundation
import GRDB
import Glibc
import Storage
import TestSupport
import Testing

/// Groups, prices and the ledger by the built program.
@Suite struct MoneyCommandTests {
    @Test func groups_haveExactRatios() throws {
        try withCommands { mjtask in
            #expect(
                try mjtask("groups", "add", "gold", "1.5").output == "Added group gold: × 1.5.\n"
            )
            #expect(
                try mjtask("groups", "set", "gold", "0.000001").output
                    == "Later submits of the group gold cost × 0.000001.\n"
            )
            let groups = try mjtask("groups", "list", "--json").array()
            #expect(
                groups as? [[String: String]] == [
                    ["name": "default", "ratio": "1"], ["name": "gold", "ratio": "0.000001"],
                ]
            )
            #expect(try mjtask("groups", "remove", "gold").output == "Removed group gold.\n")
            #expect(try mjtask("groups", "list").output == "NAME     RATIO\ndefault      1\n")
        }
    }

    @Test func aGroupInUse_isNotRemoved_andItsUsersAreNamed() throws {
        try withCommands { mjtask in
            _ = try mjtask("groups", "add", "gold", "2")
            for name in ["ann", "bob"] { _ = try mjtask("users", "add", name, "--group", "gold") }
            _ = try mjtask("tokens", "issue", "ann", "--group", "gold")
            let refused = try mjtask("groups", "remove", "gold")
            #expect(refused.status == 65)
            #expect(
                refused.errors.hasPrefix(
                    "mjtask: remove group “gold”: it is used by 2 users (ann, bob), 1 token (1)\n"
                )
            )
            #expect(refused.errors.contains("hint: give them another one"))
            #expect(try mjtask("groups", "list", "--json").array().count == 2)
        }
    }

    @Test func prices_areListedWithDollars_setByEitherName_andRemoved() throws {
        try withCommands { mjtask in
            let list = try mjtask("prices", "list").output
            #expect(list.hasPrefix("ACTION          MODE    UNITS    USD\n"))
            #expect(list.contains("\nIMAGINE         any    50,000  $0.10\n"))

            #expect(
                try mjtask("prices", "set", "mj_imagine", "60000").output
                    == "Later submits of IMAGINE cost 60,000 ($0.12).\n"
            )
            #expect(
                try mjtask("prices", "set", "IMAGINE", "--mode", "fast", "--usd", "0.2").output
                    == "Later submits of IMAGINE in the mode FAST cost 100,000 ($0.20).\n"
            )
            let face = try mjtask("prices", "set", "swap_face", "1", "--json").object()
            #expect(Set(face.keys) == ["action", "mode", "quota", "usd"])
            #expect(face["action"] as? String == "SWAP_FACE")
            #expect(face["mode"] is NSNull)
            #expect(face["usd"] as? String == "0.000002")

            func imagines() throws -> [[Any?]] {
                try mjtask("prices", "list", "--json").array()
                    .filter { $0["action"] as? String == "IMAGINE" }
                    .map { [$0["mode"] as? String, $0["quota"] as? Int] }
            }
            #expect("\(try imagines())" == "\([[nil, 60_000], ["FAST", 100_000]] as [[Any?]])")
            #expect(
                try mjtask("prices", "remove", "mj_imagine", "--mode", "FAST").output
                    == "Removed the price of IMAGINE in the mode FAST.\n"
            )
            #expect(try imagines().count == 1)
        }
    }

    @Test func theLedger_isPaged_andShownByTask() throws {
        try withCommands { mjtask in
            let store = try openStore(in: mjtask.directory + "/data")
            let submitter = try store.makeSubmitter("ann")
            let task = try store.makeTask(of: submitter)
            store.close()
            let page = try mjtask("ledger", "show", "ann", "--json", "--page-size", "1").object()
            #expect(
                Set(page.keys) == ["user", "user_id", "total", "page", "page_size", "entries"]
            )
            #expect(page["total"] as? Int == 2)
            let entry = try #require((page["entries"] as? [[String: Any]])?.first)
            #expect(
                Set(entry.keys) == [
                    "number", "kind", "amount", "balance", "task", "attempt", "upload", "token_id",
                    "note", "created_at",
                ]
            )
            #expect(entry["kind"] as? String == "charge")
            #expect(entry["task"] as? String == task.mjID)
            #expect(entry["balance"] as? Int == 950_000)

            let text = try mjtask("ledger", "show", "ann", "--page-size", "1").output
            #expect(text.contains("charge  -50,000 (-$0.10)  950,000 ($1.90)  \(task.mjID)"))
            #expect(text.hasSuffix("Page 1 of 2; --page shows others.\n"))
            let ofTask = try mjtask("ledger", "show", "ann", "--task", task.mjID, "--json").object()
            #expect((ofTask["entries"] as? [Any])?.count == 1)
            #expect(
                try mjtask("ledger", "verify").output == "All balances agree with the ledger.\n"
            )
        }
    }

    @Test func theExport_isCSV_thatFollowsTheRFC() throws {
        try withCommands { mjtask in
            _ = try mjtask("users", "add", "ann, the 1st", "--quota", "5")
            _ = try mjtask("users", "grant", "1", "5", "--note", "says \"hi\"")
            let csv = try mjtask("ledger", "export").output
                .replacing(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/, with: "TIME")
            #expect(
                csv == """
                    user_id,user,number,time,kind,amount,balance,task,attempt,upload,token,note\r
                    1,"ann, the 1st",1,TIME,grant,5,5,,,,,\r
                    1,"ann, the 1st",2,TIME,grant,5,10,,,,,"says ""hi""\"\r

                    """
            )
            let file = try mjtask(
                "ledger",
                "export",
                "1",
                "--output",
                "bills.csv",
                "--until",
                "2999-01-01"
            )
            #expect(file.status == 0)
            #expect(file.output == "")
            #expect(file.errors == "Wrote 2 entries to bills.csv.\n")
            let path = mjtask.directory + "/bills.csv"
            #expect(
                try String(contentsOfFile: path, encoding: .utf8).hasSuffix(
                    "\"says \"\"hi\"\"\"\r\n"
                )
            )
            var status = stat()
            #expect(stat(path, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
            // Nothing is written over.
            #expect(try mjtask("ledger", "export", "--output", "bills.csv").status == 65)

            let json = try mjtask("ledger", "export", "--json").array()
            #expect(json.map { $0["amount"] as? Int } == [5, 5])
            #expect(json.map { $0["user"] as? String } == ["ann, the 1st", "ann, the 1st"])
            #expect(
                try mjtask("ledger", "export", "--since", "2999-01-01", "--json").array().isEmpty
            )
        }
    }

    @Test func aBalanceThatDiffers_isNamed_andTheStatusIs1() throws {
        try withCommands { mjtask in
            _ = try mjtask("users", "add", "ann", "--quota", "1000")
            #expect(try mjtask("ledger", "verify", "--json").object()["agrees"] as? Bool == true)
            // What no command does.
            try DatabaseQueue(path: mjtask.directory + "/data/mjtask.db").write { database in
                try database.execute(sql: "UPDATE users SET quota = quota + 5")
            }
            let text = try mjtask("ledger", "verify")
            #expect(text.status == 1)
            #expect(text.output.contains("ann   quota  1,000 ($0.002)  1,005 ($0.00201)\n"))
            let json = try mjtask("ledger", "verify", "--json")
            #expect(json.status == 1)
            #expect(try json.object()["agrees"] as? Bool == false)
            let difference = try #require(
                (try json.object()["differences"] as? [[String: Any]])?.first
            )
            #expect(
                Set(difference.keys) == [
                    "number", "user", "user_id", "token_id", "task", "upload", "expected", "found",
                ]
            )
            #expect(difference["number"] as? String == "user_quota")
            #expect(difference["expected"] as? Int == 1_000)
            #expect(difference["found"] as? Int == 1_005)
        }
    }

    private static let mistakes: [(line: String, status: Int32, hint: String)] = [
        ("groups add default 1", 65, "“mjtask groups set”"),
        ("groups add a,b 1", 65, "“mjtask groups list”"),
        ("groups add a 1001", 65, "“mjtask groups"),
        ("groups set gold 1", 65, "“mjtask groups list”"),
        ("groups remove gold", 65, "“mjtask groups list”"),
        ("groups remove default", 65, "“mjtask groups set default …”"),
        ("prices set IMAGIN 5", 65, "did you mean IMAGINE?"),
        ("prices set gpt-4 5", 65, "there are IMAGINE, "),
        ("prices set IMAGINE -5", 65, "50000 are 0.10 USD"),
        ("prices set IMAGINE 1000000001", 65, "50000 are 0.10 USD"),
        ("prices remove IMAGINE --mode turbo", 65, "“mjtask prices list”"),
        ("prices remove gpt-4", 65, "there are IMAGINE, "),
        ("ledger show nobody", 65, "“mjtask users list”"),
        ("ledger show ann --task 1", 65, "“mjtask ledger show ann”"),
        ("ledger show ann --page 0", 65, "counted from 1"),
        ("ledger show ann --page-size 1001", 65, "1 to 1000"),
        ("ledger export nobody", 65, "“mjtask users list”"),
        ("ledger export --output /nowhere/x", 65, "name a new file"),
        ("groups add gold 1.1234567", 64, "at most six decimals"),
        ("groups add gold -1", 64, "<ratio>"),
        ("prices set IMAGINE", 64, "--usd"),
        ("prices set IMAGINE 5 --mode slow", 64, "fast, relax or turbo"),
        ("ledger export --since yesterday", 64, "--since"),
    ]

    @Test(arguments: mistakes)
    func aMistake_hasItsExitStatus_andSaysWhatToDo(line: String, status: Int32, hint: String) throws
    {
        try withCommands { mjtask in
            _ = try mjtask("users", "add", "ann")
            let prices = try mjtask("prices", "list", "--json").output
            let result = try mjtask(line.split(separator: " ").map(String.init))
            #expect(result.status == status, "\(result.errors)")
            #expect(result.errors.contains(hint), "\(result.errors)")
            #expect(try mjtask("prices", "list", "--json").output == prices)
            #expect(try mjtask("groups", "list", "--json").array().count == 1)
        }
    }
}
