import Domain
import Testing

struct SpeedModeChoiceTests {
    @Test(
        arguments: [
            (nil, [], "a cat", nil), (.turbo, [.fast], "a cat --relax", .turbo),
            (nil, [.fast], "a cat --relax", .fast), (nil, [.fast, .fast], "x", .fast),
            (nil, [.fast, .turbo], "a cat --relax", .relax), (nil, [.fast, .turbo], "x", nil),
            (nil, [], "--FAST a cat", .fast), (nil, [], "a cat —turbo", .turbo),
            (nil, [], "a --fast cat --relax", .relax), (nil, [], "--faster cat--fast", nil),
            (nil, [], "--no fast", nil), (nil, [], "- -fast --", nil),
        ] as [(SpeedMode?, [SpeedMode], String, SpeedMode?)]
    )
    func path_goesBeforeTheFilter_andThatBeforeTheLastFlag(
        _ path: SpeedMode?,
        _ filter: [SpeedMode],
        _ prompt: String,
        _ mode: SpeedMode?
    ) {
        #expect(SpeedMode.choice(path: path, filter: filter, prompt: prompt) == mode)
    }

    @Test(
        arguments: [
            ("a cat", "a cat"), ("a  cat --fast", "a  cat --fast"), ("a cat --relax", "a cat"),
            ("a cat --relax --ar 1:1", "a cat --ar 1:1"), ("--turbo a cat", "a cat"),
            ("a --Relax\n--turbo  cat —relax --fast", "a  cat --fast"), ("--relax", ""),
            ("a cat --relaxed", "a cat --relaxed"),
        ])
    func contraryFlags_areTakenOut_andNothingElse(_ prompt: String, _ rest: String) {
        #expect(SpeedMode.fast.withoutContraryFlags(prompt) == rest)
    }
}
