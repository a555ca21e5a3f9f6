namespace Bridge.Faults.Devices;

/// <summary>What a device logs.</summary>
/// <param name="Feed">The feed; one that isn't <c>log</c> or <c>net</c> doesn't wait for the journal.</param>
/// <param name="Beat">From one message to the next.</param>
internal sealed record Load(string Feed, TimeSpan Beat)
{
    /// <summary>100 lines a second.</summary>
    public static readonly Load Usual = new("log", TimeSpan.FromMilliseconds(100));
}
