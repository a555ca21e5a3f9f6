using Bridge.Mqtt.Broker;
using Bridge.Server.Storage;

namespace Bridge.Server.MqttStore;

/// <summary>The broker's sessions in the relay's database.</summary>
internal sealed class SessionStore(ISqlStore store) : ISessionStore
{
    private readonly KeyedRows<StoredSession> _rows = new(store, MqttStoreSchema.Sessions, MqttStoreJson.Default.StoredSession);

    public ValueTask<IReadOnlyList<StoredSession>> LoadAsync(CancellationToken cancellation) => _rows.LoadAsync(cancellation);

    public ValueTask SaveAsync(IReadOnlyList<StoredSession> changed, IReadOnlyList<string> removed, CancellationToken cancellation) =>
        _rows.SaveAsync(changed.Select(session => (session.ClientId, session)), removed, cancellation);
}
