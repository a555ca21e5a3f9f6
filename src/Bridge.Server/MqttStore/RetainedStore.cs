using Bridge.Contracts.Topics;
using Bridge.Mqtt.Broker;
using Bridge.Server.Storage;

namespace Bridge.Server.MqttStore;

/// <summary>
/// The broker's retained messages in the relay's database. What the relay itself writes (states, presence, the journal's health) is left out: after a restart it
/// is written anew, and an old one would call a phone online that is long gone.
/// </summary>
internal sealed class RetainedStore(ISqlStore store) : IRetainedStore
{
    private readonly KeyedRows<StoredRetained> _rows = new(store, MqttStoreSchema.Retained, MqttStoreJson.Default.StoredRetained);

    public ValueTask<IReadOnlyList<StoredRetained>> LoadAsync(CancellationToken cancellation) => _rows.LoadAsync(cancellation);

    public ValueTask SaveAsync(IReadOnlyList<StoredRetained> changed, IReadOnlyList<string> removedTopics, CancellationToken cancellation)
    {
        var kept = changed.Where(stored => !IsTheRelays(stored.Message.Topic)).ToList();
        var removed = removedTopics.Where(topic => !IsTheRelays(topic)).ToList();
        return kept.Count + removed.Count == 0
            ? ValueTask.CompletedTask
            : _rows.SaveAsync(kept.Select(stored => (stored.Message.Topic, stored)), removed, cancellation);
    }

    private static bool IsTheRelays(string topic) =>
        BridgeTopic.TryParse(topic, out var parsed) && parsed is { Kind: TopicKind.State or TopicKind.Presence or TopicKind.Journal };
}
