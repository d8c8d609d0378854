import Domain

/// Below the analysis of a prompt.
enum ShortenButtons {
    static func all(isDetailed: Bool) -> [Button] {
        (1...5).map(pick) + (isDetailed ? [] : [details])
    }

    private static func pick(_ number: Int) -> Button {
        let follow = FollowUp(
            action: .imagine,
            dialog: .prompt,
            line: number,
            isUnknownToCSharp: true
        )
        return Button(
            customID: "MJ::Job::PromptAnalyzer::\(number)",
            emoji: PromptLines.digits[number - 1],
            effect: .follow(follow)
        )
    }

    private static var details: Button {
        let follow = FollowUp(
            action: .shorten,
            product: .analysis(isDetailed: true),
            pace: .silent,
            isUnknownToCSharp: true
        )
        return Button(
            customID: "MJ::Job::PromptAnalyzerExtended",
            label: "Show Details",
            effect: .follow(follow)
        )
    }
}
