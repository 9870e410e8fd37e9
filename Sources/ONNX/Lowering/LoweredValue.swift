import Graphs

/// What a named value of an ONNX graph has become.
enum LoweredValue: Sendable {
  /// Known at load.
  case constant(Constant)
  /// Computed from the input. Integers and booleans are carried as `Float`; the type says what they stand for.
  case computed(ValueID, ElementType)

  var type: ElementType {
    switch self {
    case .constant(let constant): constant.type
    case .computed(_, let type): type
    }
  }
}
