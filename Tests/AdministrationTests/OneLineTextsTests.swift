import Administration
import Domain
import Storage
import TestSupport
import Testing

/// What operators say in a sentence, wherever they say it.
@Suite struct OneLineTextsTests {
    @Test(arguments: [
        "two\nlines", "\u{1B}[2J", "turned \u{202E}round", "one\u{2029}two",
        String(repeating: "x", count: 501),
    ])
    func whatIsNoLine_isRefusedEverywhere_withAHint(text: String) throws {
        try withInstallation { installation, _ in
            _ = try installation.addChannel(named: "east", url: "http://host", secret: "")
            _ = try installation.addUser(named: "ann", role: .common, group: "default", quota: 9)
            let says: [() throws -> Void] = [
                {
                    try installation.setChannelStatus(.disabled, of: "east", reason: text)
                },
                { _ = try installation.failTask("1", reason: text) },
                { _ = try installation.refundTask("1", note: text) },
                { _ = try installation.grant(1, toUserNamed: "ann", note: text) },
                { _ = try installation.adjustQuota(ofUserNamed: "ann", by: 1, note: text) },
            ]
            for say in says {
                let error = #expect(throws: AdministrationError.self, performing: say)
                #expect(error?.kind == .invalid)
                #expect(error?.message.contains(": the ") == true)
                #expect(error?.hint.contains("line") == true)
            }
            #expect(try installation.user(named: "ann").quota == 9)
            #expect(try installation.channels().map(\.status) == [.enabled])
        }
    }

    @Test func aSentence_isKept() throws {
        try withInstallation { installation, _ in
            _ = try installation.addChannel(named: "east", url: "http://host", secret: "")
            let reason = "搬家 – back on Monday, says “ops”" + String(repeating: "!", count: 400)
            let channel = try installation.setChannelStatus(.disabled, of: "1", reason: reason)
            #expect(channel.statusReason == reason)
        }
    }

    @Test func aReasonIsAsked_ofWhoEndsOrRefundsATask() throws {
        try withInstallation { installation, _ in
            for text in ["", "  "] {
                let failing = #expect(throws: AdministrationError.self) {
                    try installation.failTask("1", reason: text)
                }
                #expect(failing?.message == "fail task 1: the reason is empty")
                let refunding = #expect(throws: AdministrationError.self) {
                    try installation.refundTask("1", note: text)
                }
                #expect(refunding?.message == "refund task 1: the note is empty")
            }
        }
    }
}
