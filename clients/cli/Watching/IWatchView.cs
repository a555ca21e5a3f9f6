using Bridge.Contracts.Feeds;
using Bridge.Contracts.Rooms;

namespace Bridge.Cli.Watching;

/// <summary>How a watched room is shown: to a person, or to a script.</summary>
internal interface IWatchView
{
    /// <summary>An entry of a device's log.</summary>
    /// <param name="device">The device.</param>
    /// <param name="batch">The batch it came in.</param>
    /// <param name="index">Which of the batch.</param>
    /// <param name="text">Its words.</param>
    /// <param name="place">Its place in the journal, where it was read from there.</param>
    void Entry(DeviceState device, FeedBatch<LogEntry> batch, int index, string text, JournalPlace? place = null);

    /// <summary>A device's state; <paramref name="before"/> is null where it is the first one seen.</summary>
    void State(DeviceState? before, DeviceState device);

    /// <summary>Messages were left out because we read too slowly; by feed.</summary>
    void Skipped(IReadOnlyDictionary<string, long> counts);

    /// <summary>The journal has stopped keeping what is shown, or keeps it again.</summary>
    void Journal(JournalState state);

    /// <summary>What was kept can't be read now; it is shown when it can.</summary>
    void Unread(string reason);

    /// <summary>The connection went or came back.</summary>
    void Connection(bool up, string sentence);
}
