/// Every order in which the steps of several parties can follow one another: lists of party
/// numbers, each appearing as often as it has steps.
///
/// `interleavings(of: [1, 2])` is [0, 1, 1], [1, 0, 1], [1, 1, 0].
func interleavings(of steps: [Int]) -> [[Int]] {
    guard steps.contains(where: { $0 > 0 }) else { return [[]] }
    return steps.indices.filter { steps[$0] > 0 }.flatMap { party in
        var rest = steps
        rest[party] -= 1
        return interleavings(of: rest).map { [party] + $0 }
    }
}
