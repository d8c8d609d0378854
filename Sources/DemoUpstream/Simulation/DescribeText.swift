/// Four prompts for a picture, which a seed picks.
enum DescribeText {
    private static let subjects = [
        ("a mountain range in the first light", "晨光中的山脉"),
        ("a ringed planet before the stars", "星空前的环状行星"),
        ("waves that roll towards the shore", "涌向岸边的海浪"),
        ("a nebula in glowing colours", "色彩绚烂的星云"),
        ("a cat in a quiet garden", "宁静花园里的猫"),
    ]
    private static let styles = [
        ("watercolor", "水彩"), ("oil on canvas", "布面油画"), ("wide angle photograph", "广角摄影"),
        ("woodcut print", "木刻版画"), ("flat vector art", "扁平矢量风格"),
    ]

    static func prompts(seed: UInt64) -> (english: String, chinese: String) {
        var random = SeededRandom(seed: seed)
        let first = Int(random.next() % 5)
        let pairs = (0..<4).map { line in
            (subjects[(first + line) % 5], styles[Int(random.next() % 5)])
        }
        return (
            PromptLines.text(pairs.map { "\($0.0), \($1.0) --ar 1:1" }),
            PromptLines.text(pairs.map { "\($0.1)，\($1.1) --ar 1:1" })
        )
    }
}
