using System.Text.Json;
using Bridge.Contracts;
using Bridge.Contracts.Commands;
using Bridge.Contracts.Topics;
using Bridge.Mqtt.Broker;
using Bridge.Server.Security;
using Bridge.Server.Storage;
using Microsoft.Extensions.Logging;

namespace Bridge.Server.Commands;

/// <summary>
/// Who evaluated what, where and when: in the relay's database, source cut at 4,000 characters, the newest 10,000 kept. Covers consoles
/// and, by listening to <c>down/eval</c>, tools that command over MQTT.
/// </summary>
internal sealed class CommandAudit
{
    public static readonly Migration Schema = new(
        "commands",
        1,
        Sqlite: "CREATE TABLE audit (id INTEGER PRIMARY KEY, time INTEGER NOT NULL, who TEXT NOT NULL, room TEXT NOT NULL, device TEXT NOT NULL, source TEXT NOT NULL);",
        Postgres: "CREATE TABLE audit (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "
            + "time bigint NOT NULL, who text NOT NULL, room text NOT NULL, device text NOT NULL, source text NOT NULL);");

    private const string Insert = "INSERT INTO audit (time, who, room, device, source) VALUES (@time, @who, @room, @device, @source)";
    private const string Forget = "DELETE FROM audit WHERE id <= (SELECT max(id) FROM audit) - @most";

    private const int LongestSource = 4_000;
    private const long MostEntries = 10_000;

    private readonly ISqlStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger<CommandAudit> _log;

    public CommandAudit(ISqlStore store, MqttBroker broker, TimeProvider time, ILogger<CommandAudit> log)
    {
        (_store, _time, _log) = (store, time, log);
        broker.Subscribe($"{BridgeProtocol.TopicRoot}/+/+/down/{CommandNames.Eval}", OnEval);
    }

    /// <summary>Notes an eval. Doesn't hold it up: a failure to write is logged as an error.</summary>
    public void Eval(string who, string room, string device, string source) => _ = StoreAsync(who, room, device, source);

    private void OnEval(MqttDelivery delivery)
    {
        // Consoles' own commands come from inside the process, without a sender, and are noted where they were given.
        if (delivery.Sender is { } sender && BridgeTopic.TryParse(delivery.Topic, out var topic))
        {
            var device = topic.Value.Kind == TopicKind.DownAll ? Names.AllDevices : topic.Value.Device;
            Eval((sender.Identity as ConsoleIdentity)?.Name ?? sender.ClientId, topic.Value.Room, device, Source(delivery.Payload));
        }
    }

    private static string Source(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var json = JsonDocument.Parse(payload);
            return EvalSource.Of(json.RootElement);
        }
        catch (JsonException)
        {
            return "(malformed)";
        }
    }

    internal async Task StoreAsync(string who, string room, string device, string source)
    {
        try
        {
            await _store.WriteAsync(
            [
                new(
                    Insert,
                    ("time", _time.GetUtcNow().ToUnixTimeMilliseconds()),
                    ("who", who),
                    ("room", room),
                    ("device", device),
                    ("source", StorableText.Cut(source, LongestSource))),
                new(Forget, ("most", MostEntries)),
            ]);
        }
        catch (StorageException e)
        {
            CommandsLog.AuditFailed(_log, who, room, e);
        }
    }
}
