using System.Text.Json;

namespace Bridge.Cli.Relays;

/// <summary>The fields of the protocol's commands, as JSON.</summary>
internal static class CommandFields
{
    public static JsonElement None => Write(static _ => { });

    public static JsonElement Eval(string code, double timeoutSeconds) => Write(json =>
    {
        json.WriteString("code", code);
        json.WriteNumber("timeoutMs", (int)(timeoutSeconds * 1000));
    });

    public static JsonElement Css(IReadOnlyList<string> files) => Write(json =>
    {
        json.WriteStartArray("files");
        foreach (var file in files)
        {
            json.WriteStringValue(file);
        }

        json.WriteEndArray();
        json.WriteBoolean("near", true);
    });

    public static JsonElement Navigate(string url) => Write(json => json.WriteString("url", url));

    public static JsonElement Identify(double seconds) => Write(json => json.WriteNumber("seconds", seconds));

    private static JsonElement Write(Action<Utf8JsonWriter> fields)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return JsonElement.Parse(buffer.ToArray());
    }
}
