public import Evaluation

/// One line of records.jsonl, of either task.
public enum ReportRecord: Sendable {
  case classification(ClassificationRecord)
  case segmentation(SegmentationRecord)

  public var sample: SampleReference {
    switch self {
    case .classification(let record): record.sample
    case .segmentation(let record): record.sample
    }
  }

  public var attack: AttackReference {
    switch self {
    case .classification(let record): record.attack
    case .segmentation(let record): record.attack
    }
  }

  public var status: RecordStatus {
    switch self {
    case .classification(let record): record.status
    case .segmentation(let record): record.status
    }
  }

  public var message: String? {
    switch self {
    case .classification(let record): record.message
    case .segmentation(let record): record.message
    }
  }

  public var succeededAfterRounding: Bool? {
    switch self {
    case .classification(let record): record.succeededAfterRounding
    case .segmentation(let record): record.succeededAfterRounding
    }
  }

  public var audit: Audit? {
    switch self {
    case .classification(let record): record.audit
    case .segmentation(let record): record.audit
    }
  }

  public var size: PerturbationSize? {
    switch self {
    case .classification(let record): record.size
    case .segmentation(let record): record.size
    }
  }

  public var cost: AttackCost? {
    switch self {
    case .classification(let record): record.cost
    case .segmentation(let record): record.cost
    }
  }

  public var arrays: ArrayReferences? {
    switch self {
    case .classification(let record): record.arrays
    case .segmentation(let record): record.arrays
    }
  }

  public var seconds: Double {
    switch self {
    case .classification(let record): record.timing.seconds
    case .segmentation(let record): record.timing.seconds
    }
  }
}
