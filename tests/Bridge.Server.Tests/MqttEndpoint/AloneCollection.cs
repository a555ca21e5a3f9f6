namespace Bridge.Server.Tests.MqttEndpoint;

/// <summary>Runs alone: exceptions that nobody observes are the process's, whoever left them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
