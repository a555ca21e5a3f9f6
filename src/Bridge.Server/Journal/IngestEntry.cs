using Bridge.Contracts.Topics;

namespace Bridge.Server.Journal;

/// <summary>One feed message out of a request to <c>/_bridge/ingest</c>.</summary>
/// <param name="Topic">Where it belongs.</param>
/// <param name="Payload">The message, a slice of the request.</param>
internal readonly record struct IngestEntry(BridgeTopic Topic, ReadOnlyMemory<byte> Payload);
