import Testing

@testable import TaskAPI

struct MessageTests {
    private static let all: [Message] = [
        .invalidParameter(name: "p", .wholeNumber(from: 1, to: 100)),
        .invalidParameter(name: "p", .wholeNumber(from: 1, to: nil)),
        .invalidParameter(name: "p", .notAfter("q")), .invalidParameter(name: "p", .once),
        .invalidParameter(name: "p", .encoding), .invalidParameter(name: "p", .taskID),
        .invalidParameter(name: "p", .string), .invalidParameter(name: "p", .ids),
        .invalidParameter(name: "p", .webAddress), .invalidParameter(name: "p", .withoutNUL),
        .tokenMissing, .tokenUnknown, .tokenDisabled, .tokenExpired, .userMismatch,
        .addressNotAllowed, .needsAPIKey, .needsAccessToken, .needsAdministrator, .unknownPath,
        .methodNotAllowed, .taskNotFound, .pictureNotFound, .pictureNotReady, .pictureSignature,
        .bodyTooLarge(limit: 5), .bodyIncomplete, .bodyNotJSON, .bodyNotObject,
        .tooManyIDs(limit: 5), .promptTooLong(limit: 5), .unpriced(action: "IMAGINE"),
        .actionNotAllowed(action: "VIDEO"), .tooManySubmits(seconds: 5), .tooManyTasks,
        .unavailable, .failed,
    ]

    @Test(arguments: all)
    func everyMessage_isSaidInThreeLanguages(_ message: Message) {
        let texts = Set(Language.allCases.map { message.text(in: $0) })

        #expect(texts.count == 3)
        #expect(!texts.contains(""))
    }

    @Test(arguments: Language.allCases)
    func invalidParameter_isNamedInEveryLanguage(_ language: Language) {
        let message = Message.invalidParameter(name: "page_size", .wholeNumber(from: 1, to: 100))

        #expect(message.text(in: language).contains("page_size"))
        #expect(message.text(in: language).contains("100"))
    }

    @Test(arguments: Language.allCases)
    func whatIsNotAllowed_andHowLongToWait_areSaidInEveryLanguage(_ language: Language) {
        let action = Message.actionNotAllowed(action: "SWAP_FACE").text(in: language)
        let wait = Message.tooManySubmits(seconds: 17).text(in: language)

        #expect(action.contains("SWAP_FACE"))
        #expect(wait.contains("17"))
    }

    @Test(arguments: Language.allCases)
    func textsOfTheContract_areNotTranslated(_ language: Language) {
        #expect(Message.contract("prompt不能为空").text(in: language) == "prompt不能为空")
    }
}
