/// What every record of every kind begins with, as far as resume has to know it.
struct RecordHeader: Decodable {
  struct Attack: Decodable { var name: String }
  struct Arrays: Decodable { var shard: String }

  var schema: Int
  var sample: SampleReference
  var attack: Attack
  var status: RecordStatus
  var arrays: Arrays?
}
