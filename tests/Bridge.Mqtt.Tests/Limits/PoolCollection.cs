namespace Bridge.Mqtt.Tests.Limits;

/// <summary>Runs alone: the pools of messages and arrays are the process's, so that what other tests take from them would be allocated here.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class PoolCollection
{
    public const string Name = "pools";
}
