import Networks
import Tensors
import Testing

@Suite struct ParameterSetTests {
  @Test func theOrderIsThatOfTheFirstAssignment() {
    var set = ParameterSet([(name: "b", tensor: Tensor(scalar: 1)), (name: "a", tensor: Tensor(scalar: 2))])
    set["b"] = Tensor(scalar: 3)
    #expect(set.elements.map(\.name) == ["b", "a"])
    #expect(set.elements.map(\.tensor.scalars) == [[3], [2]])
    set["b"] = nil
    #expect(set.names == ["a"])
    #expect((set.count, set.scalarCount, set.isEmpty) == (1, 1, false))
  }

  @Test func whatIsMissingIsNamed() {
    let set = ParameterSet([(name: "a", tensor: Tensor(shape: [2]))])
    let missing = #expect(throws: NetworkError.self) { try set.tensors(named: ["a", "b"]) }
    #expect(missing?.problem == "parameter 'b' is missing")
    let wrong = #expect(throws: NetworkError.self) { try set.tensor("a", shape: [3]) }
    #expect(wrong?.problem == "parameter 'a' has the shape [2], the network expects [3]")
  }
}
