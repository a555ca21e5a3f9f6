using System.Text.Json;

namespace Bridge.Server.Commands;

/// <summary>The source out of an eval's arguments, for the audit.</summary>
internal static class EvalSource
{
    /// <summary>What is to be evaluated; empty where there is nothing. Never throws: an eval that can't be read is audited all the same.</summary>
    public static string Of(JsonElement args)
    {
        try
        {
            return args.ValueKind is JsonValueKind.Object && args.TryGetProperty("code", out var code) ? code.ToString() : "";
        }
        catch (InvalidOperationException)
        {
            return args.GetRawText(); // Half of a surrogate pair, which JSON can escape and text can't hold.
        }
    }
}
