namespace Bridge.ProxyBench;

/// <summary>One answer: when its first byte was there, when its last, and how long its body was without framing.</summary>
internal sealed record Answer(TimeSpan First, TimeSpan Whole, long Length);
