//! Calls of `/v2/reprints`: jobs of the library.

use crate::mini::ReprintUrn;

#[derive(Clone, Copy, Debug)]
pub struct Reprints<'a> {
    pub(crate) client: &'a restli::Client,
}

impl<'a> Reprints<'a> {
    pub fn create(self) -> CreateReprint<'a> {
        CreateReprint(restli::Call::new(self.client, &CREATE).empty_body())
    }

    pub fn get(self, id: impl Into<String>) -> GetReprint<'a> {
        GetReprint(restli::Call::new(self.client, &GET).key(&id.into()))
    }

    pub fn print(self) -> restli::Task<'a, Print> {
        restli::Task::new(self.client)
    }
}

static CREATE: restli::MethodSpec = restli::MethodSpec::create("reprints", "/v2/reprints");
static GET: restli::MethodSpec = restli::MethodSpec::get("reprints", "/v2/reprints/{}")
    .projections(&[restli::Spelling::Projection])
    .decorates();

#[must_use = "a call does nothing until it is sent"]
pub struct CreateReprint<'a>(restli::Call<'a, restli::Created<String>>);
restli::call!(CreateReprint => restli::Created<String>);

#[must_use = "a call does nothing until it is sent"]
pub struct GetReprint<'a, T = Reprint>(restli::Call<'a, T>);
restli::call!(GetReprint<T> => T);
restli::project!(GetReprint => ReprintProjection);
restli::select!(GetReprint => Reprint, decorates);

/// Marker of the task.
#[derive(Debug)]
pub enum Print {}

impl restli::TaskSpec for Print {
    type Key = String;
    type Entity = Reprint;
    type Output = ReprintResult;

    fn create(client: &restli::Client) -> restli::Call<'_, restli::Created<String>> {
        Reprints { client }.create().0
    }

    fn poll(client: &restli::Client, id: String) -> restli::Call<'_, Reprint> {
        Reprints { client }
            .get(id)
            .project(|task| task.status().result_resolved())
            .0
    }

    fn state(task: &Reprint) -> restli::TaskState {
        match task.status.as_deref() {
            Some("DONE") => restli::TaskState::Succeeded,
            Some("FAILED") => restli::TaskState::Failed,
            _ => restli::TaskState::Running,
        }
    }

    fn result(task: Reprint) -> Option<Result<ReprintResult, restli::DecorationError>> {
        task.result.and_then(restli::Decorated::into_result)
    }

    fn expires_at(result: &ReprintResult) -> Option<restli::EpochMillis> {
        result.expires_at
    }
}

#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Reprint {
    pub status: Option<String>,
    pub result: Option<restli::Decorated<ReprintResult, ReprintUrn>>,
}

impl restli::Record for Reprint {
    const NAME: &'static str = "Reprint";

    fn decode<'de, A: restli::MapAccess<'de>>(
        &mut self,
        name: &str,
        value: restli::FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "status" => value.read(&mut self.status),
            "result" => value.decorated(&mut self.result),
            _ => value.skip(),
        }
    }

    fn encode<M: restli::SerializeMap>(
        &self,
        out: &mut restli::Fields<'_, M>,
    ) -> Result<(), M::Error> {
        out.write("status", &self.status)?;
        out.decorated("result", &self.result)?;
        Ok(())
    }
}

restli::record!(Reprint);

#[derive(Clone, Debug, Default)]
pub struct ReprintProjection(restli::Mask);

impl ReprintProjection {
    pub fn status(self) -> Self {
        Self(self.0.field("status"))
    }

    pub fn result_resolved(self) -> Self {
        Self(restli::projection::resolved(self.0, "result"))
    }
}

restli::projection!(Reprint => ReprintProjection);

#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct ReprintResult {
    pub copies: Option<i32>,
    pub expires_at: Option<restli::EpochMillis>,
}

impl restli::Record for ReprintResult {
    const NAME: &'static str = "ReprintResult";

    fn decode<'de, A: restli::MapAccess<'de>>(
        &mut self,
        name: &str,
        value: restli::FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "copies" => value.read(&mut self.copies),
            "expiresAt" => value.read(&mut self.expires_at),
            _ => value.skip(),
        }
    }

    fn encode<M: restli::SerializeMap>(
        &self,
        out: &mut restli::Fields<'_, M>,
    ) -> Result<(), M::Error> {
        out.write("copies", &self.copies)?;
        out.write("expiresAt", &self.expires_at)?;
        Ok(())
    }
}

restli::record!(ReprintResult);
