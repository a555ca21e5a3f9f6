namespace Bridge.Server.Relay;

/// <summary>Something the person at the terminal should know.</summary>
/// <param name="Kind">What happened, for scripts: <c>paired</c>, <c>online</c>, <c>offline</c>, <c>applied</c>, <c>not-injected</c>, <c>port-moved</c> …</param>
/// <param name="Text">The same in words: one line, no control characters.</param>
/// <param name="Data">Its parts, for <c>--json</c>.</param>
/// <param name="Level"><c>info</c>, <c>warn</c> or <c>error</c>.</param>
public sealed record RelayNotice(string Kind, string Text, IReadOnlyDictionary<string, object?>? Data = null, string Level = "info");
