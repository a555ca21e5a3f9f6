using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Bridge.Contracts;

namespace Bridge.Server.LiveReload;

/// <summary>What either end says in the LiveReload protocol 7, as far as anybody here asks.</summary>
/// <param name="Command">What is said: <c>hello</c>, <c>reload</c>, <c>info</c>; null where it isn't of the protocol.</param>
/// <param name="Path">What has changed; null where that isn't said, or isn't text.</param>
internal readonly record struct LiveReloadMessage(string? Command, string? Path)
{
    /// <summary>The version, as both ends name it in their <c>hello</c>.</summary>
    public const string Protocol = "http://livereload.com/protocols/official-7";

    /// <summary>What a socket says, until it is closed or says more than <paramref name="longest"/> bytes at once.</summary>
    /// <exception cref="WebSocketException">It broke off.</exception>
    public static async IAsyncEnumerable<LiveReloadMessage> ReadAllAsync(WebSocket socket, int longest, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var buffer = new byte[longest];
        while (true)
        {
            var size = 0;
            ValueWebSocketReceiveResult result;
            do
            {
                result = await socket.ReceiveAsync(buffer.AsMemory(size), cancellation);
                size += result.Count;
            }
            while (!result.EndOfMessage && size < buffer.Length);

            if (result.MessageType == WebSocketMessageType.Close || !result.EndOfMessage)
            {
                yield break;
            }

            yield return Read(buffer.AsSpan(0, size));
        }
    }

    private static LiveReloadMessage Read(ReadOnlySpan<byte> message)
    {
        try
        {
            var json = JsonElement.Parse(LoneSurrogates.Replace(message));
            return json.ValueKind == JsonValueKind.Object ? new(Text(json, "command"), Text(json, "path")) : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string? Text(JsonElement message, string name) =>
        message.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
