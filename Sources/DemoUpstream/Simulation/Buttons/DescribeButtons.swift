import Domain

/// Below the four prompts for a picture.
enum DescribeButtons {
    static func all() -> [Button] {
        (1...4).map(pick) + [
            Button(customID: "MJ::Picread::Retry", emoji: "🔄", effect: .describeAgain),
            Button(
                customID: "MJ::Job::PicReader::all",
                emoji: "🎉",
                label: "Imagine all",
                effect: .imagineAll
            ),
        ]
    }

    static func pick(_ number: Int) -> Button {
        Button(
            customID: "MJ::Job::PicReader::\(number)",
            emoji: PromptLines.digits[number - 1],
            effect: .follow(FollowUp(action: .imagine, dialog: .prompt, line: number))
        )
    }
}
