/// What a frame of a sequence is: part of the gesture, recorded but idle, or added to reach the model's length.
public enum FrameKind: String, Sendable, Codable { case action, idle, padding }
