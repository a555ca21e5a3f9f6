using Bridge.Server.Storage;

namespace Bridge.Server.MqttStore;

/// <summary>The broker's tables.</summary>
internal static class MqttStoreSchema
{
    public const string Sessions = "mqtt_session";

    public const string Retained = "mqtt_retained";

    public static readonly Migration Version1 = new(
        "mqtt",
        1,
        Sqlite: $"CREATE TABLE {Sessions} (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;"
            + $"CREATE TABLE {Retained} (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;",
        Postgres: $"CREATE TABLE {Sessions} (key text PRIMARY KEY, value bytea NOT NULL);"
            + $"CREATE TABLE {Retained} (key text PRIMARY KEY, value bytea NOT NULL);");
}
