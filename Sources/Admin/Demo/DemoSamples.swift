import Domain

/// The tasks that a demo begins with, followed to their pictures.
struct DemoSamples {
    private static let prompts = [
        "a lighthouse on a basalt cliff, storm light, wide shot --ar 16:9",
        "paper-cut fox in a birch forest, first snow, layered shadows",
        "an old observatory at dusk, brass telescope, watercolour",
        "tea house on stilts above a misty lake, woodblock print --ar 3:2",
    ]

    private let client: DemoClient
    private let account: DemoAccounts.Account
    /// Those that have not ended yet, in the order of their submits.
    private var open: [String] = []
    private var nextLook = ContinuousClock.now

    init(client: DemoClient, account: DemoAccounts.Account) {
        self.client = client
        self.account = account
    }

    /// A refused one is left out: it is in the list with its reason.
    mutating func submit(_ count: Int) {
        for index in 0..<count {
            let prompt = Self.prompts[index % Self.prompts.count]
            let answer = client.send(
                "POST",
                "/mj/submit/imagine",
                token: account.apiKey,
                body: .object(["prompt": .string(prompt)])
            )
            if let id = answer?.body?["result"]?.string { open.append(id) }
        }
    }

    /// A line for each that has ended since the last call; looks once a second.
    mutating func news() -> [String] {
        let now = ContinuousClock.now
        guard !open.isEmpty, now >= nextLook else { return [] }
        nextLook = now + .seconds(1)
        var lines: [String] = []
        for id in open {
            let answer = client.send("GET", "/mj/task/\(id)/fetch", token: account.apiKey)
            guard let task = answer?.body, let status = task["status"]?.string,
                ["SUCCESS", "FAILURE", "CANCEL"].contains(status)
            else { continue }
            open.removeAll { $0 == id }
            let outcome = status == "SUCCESS" ? task["imageUrl"] : task["failReason"]
            lines.append("task \(id) \(status) \(outcome?.string ?? "")")
        }
        return lines
    }
}
