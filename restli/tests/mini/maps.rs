//! Calls of `/v2/maps` and `/v2/archive`: complex keys with parameters, alternative keys, batch finders,
//! returned entities, and a service that speaks protocol 1.0.0.

use crate::mini::{Loan, LoanPatch, LoanProjection, Place};

/// Key of a map: complex.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct MapKey {
    pub x: Option<i32>,
    pub y: Option<i32>,
}

impl restli::Record for MapKey {
    const NAME: &'static str = "MapKey";

    fn decode<'de, A: restli::MapAccess<'de>>(
        &mut self,
        name: &str,
        value: restli::FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "x" => value.read(&mut self.x),
            "y" => value.read(&mut self.y),
            _ => value.skip(),
        }
    }

    fn encode<M: restli::SerializeMap>(
        &self,
        out: &mut restli::Fields<'_, M>,
    ) -> Result<(), M::Error> {
        out.write("x", &self.x)?;
        out.write("y", &self.y)?;
        Ok(())
    }
}

restli::record!(MapKey);
restli::param!(MapKey);
restli::key!(MapKey);

impl MapKey {
    pub fn new(x: i32, y: i32) -> Self {
        Self {
            x: Some(x),
            y: Some(y),
        }
    }
}

/// Parameters of the key of a map.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct MapParams {
    pub detail: Option<String>,
}

impl restli::Record for MapParams {
    const NAME: &'static str = "MapParams";

    fn decode<'de, A: restli::MapAccess<'de>>(
        &mut self,
        name: &str,
        value: restli::FieldValue<'_, A>,
    ) -> Result<(), A::Error> {
        match name {
            "detail" => value.read(&mut self.detail),
            _ => value.skip(),
        }
    }

    fn encode<M: restli::SerializeMap>(
        &self,
        out: &mut restli::Fields<'_, M>,
    ) -> Result<(), M::Error> {
        out.write("detail", &self.detail)?;
        Ok(())
    }
}

restli::record!(MapParams);
restli::param!(MapParams);

impl MapParams {
    pub fn new(detail: impl Into<String>) -> Self {
        Self {
            detail: Some(detail.into()),
        }
    }
}

type MapId = restli::ComplexKey<MapKey, MapParams>;

#[derive(Clone, Copy, Debug)]
pub struct Maps<'a> {
    pub(crate) client: &'a restli::Client,
}

impl<'a> Maps<'a> {
    pub fn get(self, id: impl Into<MapId>) -> GetMap<'a> {
        GetMap(restli::Call::new(self.client, &GET).key(&id.into()))
    }

    pub fn get_by_sheet(self, sheet: impl Into<String>) -> GetMapBySheet<'a> {
        GetMapBySheet(restli::Call::new(self.client, &GET_BY_SHEET).key(&sheet.into()))
    }

    pub fn batch_get_by_sheet(
        self,
        ids: impl IntoIterator<Item = impl Into<String>>,
    ) -> BatchGetMapsBySheet<'a> {
        let call = restli::Call::new(self.client, &BATCH_GET_BY_SHEET);
        BatchGetMapsBySheet(call.ids(ids.into_iter().map(Into::<String>::into)))
    }

    pub fn batch_get(self, ids: impl IntoIterator<Item = impl Into<MapId>>) -> BatchGetMaps<'a> {
        let call = restli::Call::new(self.client, &BATCH_GET);
        BatchGetMaps(call.ids(ids.into_iter().map(Into::<MapId>::into)))
    }

    pub fn batch_update(
        self,
        entities: impl IntoIterator<Item = (impl Into<MapId>, impl Into<Loan>)>,
    ) -> BatchUpdateMaps<'a> {
        let call = restli::Call::new(self.client, &BATCH_UPDATE);
        let entities = entities.into_iter();
        BatchUpdateMaps(call.entities(
            entities.map(|(id, entity)| (Into::<MapId>::into(id), Into::<Loan>::into(entity))),
        ))
    }

    pub fn create(self, map: impl Into<Loan>) -> CreateMap<'a> {
        CreateMap(restli::Call::new(self.client, &CREATE).body(&map.into()))
    }

    pub fn batch_create(
        self,
        entities: impl IntoIterator<Item = impl Into<Loan>>,
    ) -> BatchCreateMaps<'a> {
        let call = restli::Call::new(self.client, &BATCH_CREATE);
        BatchCreateMaps(call.elements(entities.into_iter().map(Into::<Loan>::into)))
    }

    pub fn partial_update(
        self,
        id: impl Into<MapId>,
        patch: impl Into<LoanPatch>,
    ) -> PartialUpdateMap<'a> {
        let call = restli::Call::new(self.client, &PARTIAL_UPDATE).key(&id.into());
        PartialUpdateMap(call.patch(&Into::<LoanPatch>::into(patch)))
    }

    pub fn batch_find_by_area(
        self,
        criteria: impl IntoIterator<Item = impl Into<MapKey>>,
    ) -> BatchFindMapsByArea<'a> {
        let call = restli::Call::new(self.client, &BATCH_FIND_BY_AREA);
        let criteria = criteria.into_iter().map(Into::<MapKey>::into);
        BatchFindMapsByArea(call.criteria("areas", criteria))
    }
}

static GET: restli::MethodSpec = restli::MethodSpec::get("maps", "/v2/maps/{}");
static GET_BY_SHEET: restli::MethodSpec =
    restli::MethodSpec::get("maps", "/v2/maps/{}").alternative_key("sheet");
static BATCH_GET_BY_SHEET: restli::MethodSpec =
    restli::MethodSpec::batch_get("maps", "/v2/maps").alternative_key("sheet");
static BATCH_GET: restli::MethodSpec =
    restli::MethodSpec::batch_get("maps", "/v2/maps").max_batch(3);
static BATCH_UPDATE: restli::MethodSpec = restli::MethodSpec::batch_update("maps", "/v2/maps");
static CREATE: restli::MethodSpec = restli::MethodSpec::create("maps", "/v2/maps")
    .projections(&[restli::Spelling::Fields])
    .returns_entity();
static BATCH_CREATE: restli::MethodSpec =
    restli::MethodSpec::batch_create("maps", "/v2/maps").returns_entity();
static PARTIAL_UPDATE: restli::MethodSpec =
    restli::MethodSpec::partial_update("maps", "/v2/maps/{}").returns_entity();
static BATCH_FIND_BY_AREA: restli::MethodSpec =
    restli::MethodSpec::batch_finder("maps", "area", "/v2/maps")
        .projections(&[restli::Spelling::Fields]);

#[must_use = "a call does nothing until it is sent"]
pub struct GetMap<'a>(restli::Call<'a, Loan>);
restli::call!(GetMap => Loan);

#[must_use = "a call does nothing until it is sent"]
pub struct GetMapBySheet<'a>(restli::Call<'a, Loan>);
restli::call!(GetMapBySheet => Loan);

#[must_use = "a call does nothing until it is sent"]
pub struct BatchGetMapsBySheet<'a>(restli::Call<'a, restli::Batch<String, Loan>>);
restli::call!(BatchGetMapsBySheet => restli::Batch<String, Loan>);
restli::batch!(BatchGetMapsBySheet => restli::Batch<String, Loan>);

#[must_use = "a call does nothing until it is sent"]
pub struct BatchGetMaps<'a>(restli::Call<'a, restli::Batch<MapKey, Loan>>);
restli::call!(BatchGetMaps => restli::Batch<MapKey, Loan>);
restli::batch!(BatchGetMaps => restli::Batch<MapKey, Loan>);

#[must_use = "a call does nothing until it is sent"]
pub struct BatchUpdateMaps<'a>(restli::Call<'a, restli::Batch<MapKey, restli::Updated>>);
restli::call!(BatchUpdateMaps => restli::Batch<MapKey, restli::Updated>);
restli::batch!(BatchUpdateMaps => restli::Batch<MapKey, restli::Updated>);

#[must_use = "a call does nothing until it is sent"]
pub struct CreateMap<'a, T = Loan>(restli::Call<'a, restli::CreatedEntity<MapKey, T>>);
restli::call!(CreateMap<T> => restli::CreatedEntity<MapKey, T>);
restli::project!(CreateMap => LoanProjection);
restli::select!(CreateMap => Loan);
restli::returned_entity!(CreateMap<T>);

#[must_use = "a call does nothing until it is sent"]
pub struct BatchCreateMaps<'a>(restli::Call<'a, restli::BatchCreatedEntity<MapKey, Loan>>);
restli::call!(BatchCreateMaps => restli::BatchCreatedEntity<MapKey, Loan>);
restli::batch!(BatchCreateMaps => restli::BatchCreatedEntity<MapKey, Loan>);
restli::returned_entity!(BatchCreateMaps);

#[must_use = "a call does nothing until it is sent"]
pub struct PartialUpdateMap<'a>(restli::Call<'a, restli::UpdatedEntity<Loan>>);
restli::call!(PartialUpdateMap => restli::UpdatedEntity<Loan>);
restli::returned_entity!(PartialUpdateMap);

#[must_use = "a call does nothing until it is sent"]
pub struct BatchFindMapsByArea<'a, T = Loan>(restli::Call<'a, restli::BatchCollection<T, Place>>);
restli::call!(BatchFindMapsByArea<T> => restli::BatchCollection<T, Place>);
restli::offset_paging!(BatchFindMapsByArea<T>);
restli::project!(BatchFindMapsByArea => LoanProjection);
restli::select!(BatchFindMapsByArea => Loan);
