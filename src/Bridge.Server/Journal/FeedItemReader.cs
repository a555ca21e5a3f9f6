using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Bridge.Server.Journal;

/// <summary>Walks one item of a feed: what its level is, and which words a search should find it by.</summary>
internal static class FeedItemReader
{
    /// <summary>Reads from the item's opening brace to its closing one; of JSON without <see cref="Bridge.Contracts.LoneSurrogates"/>.</summary>
    public static JournalLevel Read(ref Utf8JsonReader json, JournalWords words)
    {
        var level = JournalLevel.Log;
        var depth = json.CurrentDepth;
        var wanted = true;
        while (json.Read() && !(json.TokenType == JsonTokenType.EndObject && json.CurrentDepth == depth))
        {
            switch (json.TokenType)
            {
                case JsonTokenType.PropertyName when json.CurrentDepth == depth + 1 && json.ValueTextEquals("level"u8):
                    json.Read();
                    level = ReadLevel(ref json);
                    json.Skip();
                    break;
                case JsonTokenType.PropertyName:
                    wanted = !IsMachinery(ref json);
                    break;
                case JsonTokenType.String or JsonTokenType.Number when wanted && !words.IsFull:
                    AddWords(ref json, words);
                    break;
            }
        }

        return level;
    }

    private static JournalLevel ReadLevel(ref Utf8JsonReader json) => json.TokenType != JsonTokenType.String ? JournalLevel.Log
        : json.ValueTextEquals("debug"u8) ? JournalLevel.Debug
        : json.ValueTextEquals("info"u8) ? JournalLevel.Info
        : json.ValueTextEquals("warn"u8) ? JournalLevel.Warn
        : json.ValueTextEquals("error"u8) ? JournalLevel.Error
        : JournalLevel.Log;

    /// <summary>Properties of entries and previews whose values nobody searches for: numbers of places, names of kinds.</summary>
    private static bool IsMachinery(ref Utf8JsonReader json) =>
        json.ValueTextEquals("t"u8) || json.ValueTextEquals("type"u8) || json.ValueTextEquals("method"u8)
        || json.ValueTextEquals("line"u8) || json.ValueTextEquals("column"u8) || json.ValueTextEquals("size"u8)
        || json.ValueTextEquals("more"u8) || json.ValueTextEquals("depth"u8) || json.ValueTextEquals("repeat"u8);

    private static void AddWords(ref Utf8JsonReader json, JournalWords words)
    {
        var buffer = ArrayPool<char>.Shared.Rent(json.ValueSpan.Length);
        try
        {
            var length = json.TokenType == JsonTokenType.String ? json.CopyString(buffer) : Encoding.UTF8.GetChars(json.ValueSpan, buffer);
            words.Add(buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(buffer);
        }
    }
}
