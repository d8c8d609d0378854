/// The faults that wait for their requests.
struct FaultPlan: Sendable {
    private(set) var faults: [Fault] = []
    private var random: SeededRandom

    init(seed: UInt64 = 1) {
        random = SeededRandom(seed: seed)
    }

    mutating func add(_ fault: Fault) {
        faults.append(fault)
    }

    mutating func removeAll() {
        faults = []
    }

    /// The first fault that is due for a request, which it uses up.
    ///
    /// - Parameter ids: the tasks that the request names.
    mutating func take(for target: Fault.Target, ids: [String] = []) -> Fault? {
        for index in faults.indices {
            let fault = faults[index]
            guard fault.target == target || fault.target == .any,
                fault.taskID.map(ids.contains) ?? true,
                fault.probability >= 1 || .random(in: 0..<1, using: &random) < fault.probability
            else { continue }
            use(index)
            return fault
        }
        return nil
    }

    private mutating func use(_ index: Int) {
        guard let remaining = faults[index].remaining else { return }
        if remaining <= 1 {
            faults.remove(at: index)
        } else {
            faults[index].remaining = remaining - 1
        }
    }
}
